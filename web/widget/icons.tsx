/** The widget's drawings. All are decoration: what they mean stands beside them in words. */
import type { ComponentChildren } from "preact";

function Icon({ children }: { children: ComponentChildren }) {
  return (
    <svg viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

export const ChatIcon = () => (
  <Icon>
    <path d="M4 5.5h16v10.5H11l-4.5 3.5V16H4z" />
    <path d="M8.5 9.5h7M8.5 12.5h4.5" />
  </Icon>
);
export const CloseIcon = () => (
  <Icon>
    <path d="M6 6l12 12M18 6L6 18" />
  </Icon>
);
export const DownIcon = () => (
  <Icon>
    <path d="M6 9.5l6 6 6-6" />
  </Icon>
);
export const SendIcon = () => (
  <Icon>
    <path d="M4.5 11.5L20 4.5l-5 15.5-3.5-6.5z" />
  </Icon>
);
export const ClockIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="7.5" />
    <path d="M12 8v4.5l3 1.5" />
  </Icon>
);
export const BotIcon = () => (
  <Icon>
    <rect x="5" y="8" width="14" height="10.5" rx="2.5" />
    <path d="M12 8V4.5M9.5 12.5v1M14.5 12.5v1M3 12v3M21 12v3" />
  </Icon>
);
export const AgentIcon = () => (
  <Icon>
    <circle cx="12" cy="9" r="3.6" />
    <path d="M5 19.5c1-3.6 3.6-5.2 7-5.2s6 1.6 7 5.2" />
  </Icon>
);
