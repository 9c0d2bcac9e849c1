// The words of the desk in French.
import { allies } from "./allies/fr.ts";
import { answers } from "./answers/fr.ts";
import { deliveries } from "./deliveries/fr.ts";
import { editor } from "./editor/fr.ts";
import type { DeskWords } from "./en.ts";
import { profile } from "./profile/fr.ts";

export const fr: DeskWords = {
  desk: "Bureau",
  places: {
    itself: "Lieux du bureau",
    texts: "Textes",
    newText: "Nouveau texte",
    answers: "Réponses",
    deliveries: "Envois",
    pens: "Plumes",
    profile: "Profil",
    beginning: "Au début",
    signOut: "Se déconnecter",
  },
  form: {
    problems: "Merci de revoir ceci",
    problem: "À vérifier :",
    optional: "peut rester vide",
    tooLarge: "C’était trop d’un coup",
    tooLargeText:
      "Le formulaire dépassait ce que ce nœud accepte ; rien n’en a été gardé. Revenez en arrière : ce que vous avez écrit y est encore. Puis envoyez-en moins.",
    foreign: "Ce formulaire vient d’ailleurs",
    foreignText:
      "Il n’a pas été envoyé depuis une page de ce site ; rien n’a donc été fait. Rouvrez la page et envoyez le formulaire depuis là.",
    toDesk: "Vers le bureau",
  },
  roles: { writer: "Rédaction", moderator: "Modération", keeper: "Garde" },
  roleMeans: {
    writer: "écrire, publier, corriger et retirer des textes",
    moderator: "écrire de même, et décider des réponses des lectrices et lecteurs",
    keeper: "tout : écrire, décider des réponses, inviter, retirer des plumes, modifier le profil",
  },
  forbidden: "Votre plume ne va pas jusque-là",
  forbiddenText: (role) =>
    `Il faut pour cela une plume qui a le rôle « ${role} ». Demandez à quelqu’un qui en a une.`,
  found: {
    title: "Fonder un collectif",
    lead: "Ce nœud est neuf et vous en tenez la seule clé : qui utilise ce lien fonde le collectif et reçoit sa première plume. Il ne sert qu’une fois.",
    name: "Nom du collectif",
    nameHint: "Tel que les lectrices et lecteurs le verront. Vous pourrez le changer.",
    handle: "Identifiant",
    handleHint: (host) =>
      `Il forme l’adresse que l’on suit : @identifiant@${host}. Minuscules de a à z, chiffres et tirets bas. S’il reste vide, un identifiant est proposé d’après le nom. Il ne pourra jamais être changé.`,
    language: "Langue",
    languageHint:
      "Celle dans laquelle le collectif écrit le plus souvent. Chaque texte peut en avoir une autre.",
    submit: "Le fonder et prendre la plume",
    nameMissing: "Donnez un nom au collectif.",
    nameLong: "Le nom dépasse 100 caractères.",
    handleSuggested: (handle) =>
      `Nous proposons « ${handle} ». Gardez-le ou écrivez-en un autre : il ne pourra jamais être changé. Puis renvoyez le formulaire.`,
    handleMissing:
      "Choisissez un identifiant en minuscules de a à z : le nom n’en contient pas dont on puisse le tirer.",
    handleShape: "Un identifiant a de 1 à 30 minuscules de a à z, chiffres ou tirets bas, rien d’autre.",
    handleKept: "Le nœud a besoin de cet identifiant. Choisissez-en un autre.",
    handleTaken: "Cet identifiant est déjà pris sur ce nœud. Choisissez-en un autre.",
    languageMissing: "Choisissez une langue dans la liste.",
  },
  join: {
    title: (collective) => `On vous invite à écrire pour ${collective}`,
    lead: "Ce lien vous remet une plume : le droit de travailler au bureau du collectif. Il ne sert qu’une fois ; ne le transmettez donc pas.",
    role: "Votre rôle",
    noAccount:
      "Il n’y a ni compte, ni adresse électronique, ni nom. Rien de ce qui s’écrit ici ne mène à une plume, pas même pour celles et ceux qui tiennent le nœud.",
    beforehand:
      "Ayez du papier et de quoi écrire sous la main. Six mots vont vous être montrés, une fois et jamais plus.",
    submit: "Prendre la plume",
    gone: "Ce lien n’ouvre plus rien",
    goneText: "Il a servi, il a été retiré ou il a plus de sept jours. Demandez-en un nouveau.",
    toSignIn: "Si vous avez déjà vos six mots, connectez-vous avec eux.",
  },
  words: {
    title: "Vos six mots",
    lead: "Ils sont votre plume. Ils sont montrés maintenant et plus jamais.",
    onPaper: "Écrivez-les sur papier. Gardez-le comme une clé ; ne le photographiez pas.",
    fromAnywhere: "Ils ouvrent le bureau depuis n’importe quel appareil, ici :",
    noRecovery:
      "Personne ne peut les retrouver, pas même qui tient ce nœud. S’ils se perdent, une personne de garde retire la plume et vous en donne une nouvelle.",
    list: "Les mots",
    check: "Vérifiez maintenant votre papier",
    checkLead: "Recopiez-en deux mots. Le bureau s’ouvre ensuite.",
    word: (number) => `Mot ${number}`,
    wordWrong: (number) => `Ce n’est pas le mot ${number}. Comparez-le avec la liste ci-dessus.`,
    submit: "Ouvrir le bureau",
    late: "Trop tard pour vérifier",
    lateText:
      "Les mots ont été montrés il y a plus d’une heure. S’ils sont sur votre papier, connectez-vous avec eux.",
  },
  signIn: {
    title: "Ouvrir le bureau",
    lead: "Avec les six mots de votre plume.",
    words: "Six mots",
    wordsHint:
      "Des mots anglais, dans n’importe quel ordre, séparés par des espaces. Les quatre premières lettres de chacun suffisent.",
    stay: "Rester connecté sur cet appareil",
    stayHint: "Pendant trente jours. Laissez la case vide sur un appareil que d’autres utilisent aussi.",
    submit: "Se connecter",
    none: "Écrivez les six mots de votre plume.",
    count: (count) => `Une plume a six mots ; en voici ${count}.`,
    unknown: (words) => `Aucune plume n’a ces mots : ${words}. Cherchez une faute de frappe.`,
    wrong: "Ces mots n’ouvrent aucun bureau ici. Comparez chacun d’eux avec votre papier.",
    throttled: (wait) =>
      `Il y a eu trop d’essais. Pour un moment, le bureau ne s’ouvre aux mots de personne ; réessayez dans ${wait}.`,
    kept: "Votre session a pris fin ; rien de ce que vous avez écrit n’est perdu. Connectez-vous, et l’envoi reprend là où il allait.",
    filesLost: "Les images et autres fichiers n’ont pas pu être gardés : choisissez-les à nouveau ensuite.",
    signedOut: "Vous n’avez plus de session sur cet appareil.",
    lost: "Mots perdus ? Une personne de garde de votre collectif peut retirer la plume et vous inviter de nouveau.",
  },
  allies,
  answers,
  deliveries,
  editor,
  profile,
  texts: {
    title: "Textes",
    none: "Rien n’a encore été écrit ici.",
    byState: "Par état",
    all: "Tous",
    inState: { draft: "Brouillons", scheduled: "Programmés", published: "Publiés", withdrawn: "Retirés" },
    states: { draft: "Brouillon", scheduled: "Programmé", published: "Publié", withdrawn: "Retiré" },
    proposed: "attend une deuxième plume",
  },
  pens: {
    first: "Première plume",
    title: "Plumes",
    yours: "Votre plume",
    yoursRole: (role, means) => `${role} : ${means}.`,
    everywhere: "Se déconnecter partout",
    everywhereHint:
      "Met fin aux sessions de votre plume sur tous les appareils, celui-ci compris. À faire quand un appareil est perdu ; vos mots restent bons.",
    all: "Toutes les plumes du collectif",
    allLead:
      "Personne ne peut voir ce qu’une plume a écrit. C’est pourquoi une plume porte un nom de plume et non celui d’une personne.",
    label: "Nom",
    role: "Rôle",
    made: "Depuis",
    yourOwn: "la vôtre",
    withdraw: "Retirer",
    withdrawOne: (label) => `Retirer la plume « ${label} »`,
    invitations: "Invitations ouvertes",
    noInvitations: "Aucune invitation n’est ouverte.",
    until: (date) => `jusqu’au ${date}`,
    withdrawInvitation: (label) => `Retirer l’invitation « ${label} »`,
    invite: "Inviter quelqu’un",
    labelField: "Nom de la plume",
    labelHint:
      "Pour la retrouver quand il faudra la retirer, par exemple « téléphone de la cuisine ». Pas le nom d’une personne.",
    labelMissing: "Donnez un nom à la plume.",
    labelLong: "Le nom dépasse 60 caractères.",
    roleField: "Rôle",
    roleMissing: "Choisissez un rôle.",
    submit: "Créer l’invitation",
    second: "Deuxième plume",
    secondField: "Une deuxième plume doit donner son accord avant qu’un texte soit publié",
    secondHint:
      "Qui écrit un texte le propose ; une autre plume le publie. Avec une seule plume, rien ne pourrait être publié.",
    save: "Enregistrer",
    done: {
      saved: "C’est enregistré.",
      withdrawn: "La plume est retirée. Ses mots n’ouvrent plus rien et ses sessions ont pris fin partout.",
      invitation: "L’invitation est retirée. Son lien ne mène plus nulle part.",
    },
  },
  invitation: {
    title: "L’invitation est prête",
    lead: (label, role) => `Pour la plume « ${label} », rôle : ${role}.`,
    once: "Cette page n’est montrée qu’une fois. Transmettez le lien par une voie sûre ; le mieux est de faire scanner le code sur votre écran. Qui a le lien peut prendre la plume.",
    link: "Le lien",
    code: "Le lien sous forme de code à scanner",
    expires: (date) =>
      `Il sert une seule fois, jusqu’au ${date}. Une fois utilisé, il disparaît de votre liste.`,
    back: "Vers les plumes",
  },
  withdraw: {
    title: (label) => `Retirer la plume « ${label} » ?`,
    lead: "Ses mots n’ouvriront plus rien et ses sessions prendront fin partout, aussitôt. C’est sans retour ; une nouvelle invitation fait une nouvelle plume.",
    stays: "Ce qu’elle a écrit reste, car personne ne peut savoir ce que c’est.",
    own: "C’est votre propre plume : votre session prendra fin.",
    submit: "Retirer la plume",
    back: "Ne rien changer",
    last: "C’est la dernière plume de garde, et sans elle personne ne pourrait plus inviter. Invitez d’abord une autre personne à la garde.",
  },
};
