// The headers of every answer: what a page may load and do, and what a browser tells others about it.
import type { RequestHandler } from "express";
import helmet from "helmet";

/** Scripts, frames, fonts and everything from elsewhere are refused: pages need none of it. https://www.w3.org/TR/CSP3/ */
const contentSecurityPolicy = {
  useDefaults: false,
  directives: {
    "default-src": ["'none'"],
    // No script runs here that could connect; a browser's own tools ask for robots.txt in the name of the page.
    "connect-src": ["'self'"],
    "img-src": ["'self'"],
    "style-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
  },
};

const permissions = ["camera", "display-capture", "geolocation", "microphone", "payment", "usb"]
  .map((name) => `${name}=()`)
  .join(", ");

/**
 * Middleware that sets them.
 * @param origin the node's own; HSTS is only promised where it is https
 */
export function securityHeaders(origin: string): RequestHandler[] {
  return [
    helmet({
      contentSecurityPolicy,
      frameguard: { action: "deny" },
      hsts: origin.startsWith("https:") && { maxAge: 31_536_000, includeSubDomains: false },
      referrerPolicy: { policy: "no-referrer" },
      xPoweredBy: false,
    }),
    (_request, response, next) => {
      response.set("permissions-policy", permissions);
      next();
    },
  ];
}
