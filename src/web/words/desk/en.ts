// The words of the desk in English; their type is the pattern the other languages must fill.
import { allies } from "./allies/en.ts";
import { answers } from "./answers/en.ts";
import { deliveries } from "./deliveries/en.ts";
import { editor } from "./editor/en.ts";
import { profile } from "./profile/en.ts";

export const en = {
  desk: "Desk",
  places: {
    itself: "Places of the desk",
    texts: "Texts",
    newText: "New text",
    answers: "Answers",
    deliveries: "Deliveries",
    pens: "Pens",
    profile: "Profile",
    beginning: "To the beginning",
    signOut: "Sign out",
  },
  form: {
    /** Heads the list of what is wrong. */
    problems: "Please look at this again",
    /** Before a sentence that says what is wrong with a field. */
    problem: "Please check:",
    optional: "may be left empty",
    tooLarge: "That was too much at once",
    tooLargeText:
      "The form was larger than this node takes, so nothing of it was kept. Go back: what you typed is still there. Then send less of it.",
    foreign: "This form came from elsewhere",
    foreignText:
      "It was not sent from a page of this site, so nothing was done. Open the page again and send the form from there.",
    toDesk: "To the desk",
  },
  roles: { writer: "Writer", moderator: "Moderator", keeper: "Keeper" },
  roleMeans: {
    writer: "writes, publishes, revises and withdraws texts",
    moderator: "writes like a writer, and decides about answers from readers",
    keeper:
      "does everything: writes, decides about answers, invites others, withdraws pens, changes the profile",
  },
  forbidden: "Your pen does not reach that far",
  forbiddenText: (role: string) => `This takes a pen with the role “${role}”. Ask somebody who has one.`,
  found: {
    title: "Found a collective",
    lead: "This node is new, and you hold its only key: whoever uses this link founds the collective and gets its first pen. It works once.",
    name: "Name of the collective",
    nameHint: "As readers will see it. You can change it later.",
    handle: "Handle",
    handleHint: (host: string) =>
      `The address that people follow is made of it: @handle@${host}. Small letters a to z, digits and underscores. Left empty, one is suggested from the name. It can never be changed.`,
    language: "Language",
    languageHint: "What the collective mostly writes in. Every text can have another.",
    submit: "Found it and take the pen",
    nameMissing: "Give the collective a name.",
    nameLong: "The name is longer than 100 characters.",
    handleSuggested: (handle: string) =>
      `We suggest “${handle}”. Keep it or write another: it can never be changed. Then send the form again.`,
    handleMissing: "Choose a handle of small letters a to z, for the name has none to make one of.",
    handleShape: "A handle has 1 to 30 small letters a to z, digits and underscores, nothing else.",
    handleKept: "The node needs this handle for itself. Choose another.",
    handleTaken: "This handle is taken on this node. Choose another.",
    languageMissing: "Choose a language from the list.",
  },
  join: {
    title: (collective: string) => `You are invited to write for ${collective}`,
    lead: "This link hands you a pen: the right to work at the desk of the collective. It works once, so do not pass it on.",
    role: "Your role",
    noAccount:
      "There is no account, no e-mail address and no name. Nothing that is written here can be traced to a pen, not even by those who run the node.",
    beforehand:
      "Have paper and something to write with at hand. Next you are shown six words, once and never again.",
    submit: "Take the pen",
    gone: "This link opens nothing any more",
    goneText: "It has been used, was withdrawn or is older than seven days. Ask for a new one.",
    toSignIn: "If you have six words already, sign in with them.",
  },
  words: {
    title: "Your six words",
    lead: "They are your pen. They are shown now and never again.",
    onPaper: "Write them on paper. Keep it like a key; do not photograph it.",
    fromAnywhere: "They open the desk from any device, here:",
    noRecovery:
      "Nobody can look them up, not even those who run this node. If they are lost, a keeper withdraws the pen and gives you a new one.",
    list: "The words",
    check: "Now check your paper",
    checkLead: "Type two of the words from it. Then the desk opens.",
    word: (number: string) => `Word ${number}`,
    wordWrong: (number: string) => `This is not word ${number}. Compare it with the list above.`,
    submit: "Open the desk",
    late: "Too late to check",
    lateText: "The words were shown more than an hour ago. If they are on your paper, sign in with them.",
  },
  signIn: {
    title: "Open the desk",
    lead: "With the six words of your pen.",
    words: "Six words",
    wordsHint:
      "English words, in any order, with spaces between them. The first four letters of each are enough.",
    stay: "Stay signed in on this device",
    stayHint: "For thirty days. Leave it empty on a device that others use too.",
    submit: "Sign in",
    none: "Type the six words of your pen.",
    count: (count: string) => `A pen has six words; here are ${count}.`,
    unknown: (words: string) => `No pen has these words: ${words}. Look for a slip of the finger.`,
    wrong: "These words open no desk here. Compare each of them with your paper.",
    throttled: (wait: string) =>
      `There were too many attempts. The desk opens to nobody’s words for a while; try again in ${wait}.`,
    kept: "Your session has ended; nothing of what you typed is lost. Sign in, and it is sent where you were sending it.",
    filesLost: "Pictures and other files could not be kept: choose them again afterwards.",
    signedOut: "You are signed out on this device.",
    lost: "Words lost? A keeper of your collective can withdraw the pen and invite you again.",
  },
  allies,
  answers,
  deliveries,
  editor,
  profile,
  texts: {
    title: "Texts",
    none: "Nothing has been written here yet.",
    byState: "By state",
    all: "All",
    inState: { draft: "Drafts", scheduled: "Scheduled", published: "Published", withdrawn: "Withdrawn" },
    states: { draft: "Draft", scheduled: "Scheduled", published: "Published", withdrawn: "Withdrawn" },
    proposed: "waits for a second pen",
  },
  pens: {
    /** What the pen of the first run is called. */
    first: "First pen",
    title: "Pens",
    yours: "Your pen",
    yoursRole: (role: string, means: string) => `${role}: ${means}.`,
    everywhere: "Sign out everywhere",
    everywhereHint:
      "Ends the sessions of your pen on all devices, this one too. Do it when a device is lost; your words stay good.",
    all: "All pens of the collective",
    allLead:
      "Nobody can see what a pen has written. That is why a pen bears the name of the pen and not of a person.",
    label: "Name",
    role: "Role",
    made: "Since",
    yourOwn: "yours",
    withdraw: "Withdraw",
    withdrawOne: (label: string) => `Withdraw the pen “${label}”`,
    invitations: "Open invitations",
    noInvitations: "No invitation is open.",
    until: (date: string) => `until ${date}`,
    withdrawInvitation: (label: string) => `Withdraw the invitation “${label}”`,
    invite: "Invite somebody",
    labelField: "Name of the pen",
    labelHint:
      "So that you find it again when it has to be withdrawn, such as “kitchen telephone”. Not the name of a person.",
    labelMissing: "Give the pen a name.",
    labelLong: "The name is longer than 60 characters.",
    roleField: "Role",
    roleMissing: "Choose a role.",
    submit: "Make the invitation",
    second: "Second pen",
    secondField: "A second pen must agree before a text is published",
    secondHint:
      "Whoever writes a text proposes it; another pen publishes it. With only one pen, nothing could be published.",
    save: "Save",
    done: {
      saved: "Saved.",
      withdrawn: "The pen is withdrawn. Its words open nothing any more, and it is signed out everywhere.",
      invitation: "The invitation is withdrawn. Its link leads nowhere now.",
    },
  },
  invitation: {
    title: "The invitation is ready",
    lead: (label: string, role: string) => `For the pen “${label}”, role: ${role}.`,
    once: "This page is shown once. Pass the link on in a way you trust; best of all, let the code be scanned from your screen. Whoever has the link can take the pen.",
    link: "The link",
    code: "The link as a code to scan",
    expires: (date: string) => `It works once, until ${date}. Once it is used it disappears from your list.`,
    back: "To the pens",
  },
  withdraw: {
    title: (label: string) => `Withdraw the pen “${label}”?`,
    lead: "Its words open nothing any more, and it is signed out everywhere, at once. This cannot be undone; a new invitation makes a new pen.",
    stays: "What it has written stays, for nobody can know what that is.",
    own: "This is your own pen: you will be signed out.",
    submit: "Withdraw the pen",
    back: "Leave it as it is",
    last: "This is the last keeper’s pen, and without a keeper nobody could invite anybody. Invite another keeper first.",
  },
};

export type DeskWords = typeof en;
