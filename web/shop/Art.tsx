/** The shop's drawings: flat, in the shop's own colours. All are decoration. */
import type { ComponentChildren } from "preact";

function Plate({ ground, children }: { ground: string; children: ComponentChildren }) {
  return (
    <svg class="art" viewBox="0 0 160 120" aria-hidden="true" focusable="false">
      <rect width="160" height="120" fill={ground} />
      {children}
    </svg>
  );
}

const drawings: Record<string, () => ComponentChildren> = {
  tea: () => (
    <Plate ground="#e3efe0">
      <ellipse cx="80" cy="100" rx="46" ry="6" fill="#c3d6bf" />
      <path d="M48 52h58v18a29 28 0 0 1-58 0z" fill="#fbfdf9" />
      <path d="M106 56c17-3 19 21-2 22" fill="none" stroke="#fbfdf9" stroke-width="6" />
      <ellipse cx="77" cy="53" rx="29" ry="6" fill="#a9bf5a" />
      <path d="M64 38c-5-7 5-10 0-18M80 36c-5-7 5-10 0-18M95 38c-5-7 5-10 0-18" fill="none" stroke="#8eb08a" stroke-width="3" stroke-linecap="round" />
      <path d="M120 34c-14 0-19 10-18 17 9 1 18-5 18-17z" fill="#3f8a55" />
    </Plate>
  ),
  rice: () => (
    <Plate ground="#f5ecd8">
      <ellipse cx="80" cy="105" rx="42" ry="6" fill="#e2d3b0" />
      <path d="M52 32h56l6 72H46z" fill="#fdf9ee" />
      <path d="M52 32c10-12 46-12 56 0z" fill="#d9b25c" />
      <rect x="60" y="52" width="40" height="32" rx="4" fill="#2f7d58" />
      <path d="M80 78V60M80 66c-7-1-9-6-8-9 5 0 8 4 8 9zM80 72c7-1 9-6 8-9-5 0-8 4-8 9z" fill="#f4e3a8" stroke="#f4e3a8" />
    </Plate>
  ),
  cooker: () => (
    <Plate ground="#e0e9ee">
      <ellipse cx="80" cy="104" rx="48" ry="6" fill="#c3d2da" />
      <rect x="36" y="44" width="88" height="58" rx="22" fill="#fcfefe" />
      <path d="M36 60c0-26 88-26 88 0z" fill="#37505c" />
      <rect x="70" y="32" width="20" height="9" rx="4" fill="#37505c" />
      <rect x="62" y="70" width="36" height="20" rx="6" fill="#d8e6ec" />
      <circle cx="80" cy="80" r="5" fill="#0b6b4f" />
    </Plate>
  ),
  scarf: () => (
    <Plate ground="#f1e4d8">
      <path d="M46 40c0-26 68-26 68 0 0 22-68 22-68 0z" fill="#b98453" />
      <path d="M60 38c4-12 36-12 40 0-6 9-34 9-40 0z" fill="#f1e4d8" />
      <path d="M62 54l-9 48h20l7-46zM86 55l8 40h19l-10-46z" fill="#c99666" />
      <path d="M53 102v7M59 102v7M66 102v7M72 102v7M95 95v7M101 95v7M107 95v7M112 95v7" stroke="#b98453" stroke-width="2.5" />
    </Plate>
  ),
  cream: () => (
    <Plate ground="#eceaf3">
      <ellipse cx="80" cy="101" rx="44" ry="6" fill="#d3cfe2" />
      <rect x="42" y="52" width="76" height="48" rx="13" fill="#fffdf8" />
      <rect x="46" y="34" width="68" height="22" rx="6" fill="#a698c4" />
      <path d="M80 90V70M80 76c-8-1-9-7-8-10 6 0 8 5 8 10zM80 83c8-1 9-7 8-10-6 0-8 5-8 10z" fill="#d4b368" stroke="#d4b368" />
    </Plate>
  ),
  earbuds: () => (
    <Plate ground="#dde8e4">
      <ellipse cx="80" cy="104" rx="46" ry="6" fill="#bfd2cb" />
      <rect x="42" y="58" width="76" height="44" rx="20" fill="#2d4740" />
      <path d="M42 76h76" stroke="#1d312b" stroke-width="2" />
      <circle cx="80" cy="86" r="3" fill="#6fe0b0" />
      <path d="M58 26a10 10 0 0 1 12 10v18h-7V42a10 10 0 0 1-5-16zM102 26a10 10 0 0 0-12 10v18h7V42a10 10 0 0 0 5-16z" fill="#fbfefd" />
    </Plate>
  ),
};

export function GoodsArt({ id }: { id: string }) {
  return <>{drawings[id]?.()}</>;
}

/** The shop's mark: a seedling. */
export const Mark = () => (
  <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <rect width="32" height="32" rx="9" fill="#0b6b4f" />
    <path d="M16 26V14M16 17c-7 0-9-5-9-9 6 0 9 3 9 9zM16 14c0-5 3-7 8-7 0 5-3 8-8 8z" fill="#d8f0c8" stroke="#d8f0c8" stroke-width="1.5" stroke-linejoin="round" />
  </svg>
);

/** Fields at dawn, behind the greeting. */
export const Fields = () => (
  <svg class="fields" viewBox="0 0 600 300" preserveAspectRatio="xMidYMax slice" aria-hidden="true" focusable="false">
    <rect width="600" height="300" fill="#dcefe0" />
    <circle cx="452" cy="98" r="46" fill="#f7d98b" />
    <path d="M0 176c110-66 220-52 330-8s190 34 270-18v150H0z" fill="#a8d0a2" />
    <path d="M0 216c150-54 260-6 360 8s170-4 240-34v110H0z" fill="#6fae78" />
    <path d="M0 256c120-30 300-34 600-6v50H0z" fill="#2f7d58" />
    <g stroke="#cfe7b6" stroke-width="3" fill="#cfe7b6" stroke-linejoin="round">
      <path d="M392 292v-38M392 270c-13-1-16-9-15-15 10 0 15 7 15 15zM392 264c13-1 16-9 15-15-10 0-15 7-15 15z" />
      <path d="M512 288v-44M512 262c-15-1-19-11-18-18 12 0 18 8 18 18zM512 256c15-1 19-11 18-18-12 0-18 8-18 18z" />
    </g>
  </svg>
);
