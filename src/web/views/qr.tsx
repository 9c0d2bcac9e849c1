// A text as a QR code, drawn into the page itself.
import { create } from "qrcode";

export interface QrProps {
  text: string;
  /** What somebody hears who cannot see it. */
  label: string;
}

/** Modules of white that scanners need around the code. https://www.iso.org/standard/83389.html */
const margin = 4;

export function Qr({ text, label }: QrProps) {
  const { size, data } = create(text, { errorCorrectionLevel: "M" }).modules;
  let path = "";
  for (let at = 0; at < data.length; at += 1) {
    if (data[at]) path += `M${(at % size) + margin} ${Math.floor(at / size) + margin}h1v1h-1z`;
  }
  const side = size + 2 * margin;
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${side} ${side}`}
      role="img"
      aria-label={label}
      shape-rendering="crispEdges"
    >
      <path fill="#fff" d={`M0 0h${side}v${side}H0z`} />
      <path fill="#000" d={path} />
    </svg>
  );
}
