import { useSignal } from "@preact/signals";
import { LanguageButton } from "./App";
import type { Desk } from "./desk";

export function SignIn({ desk }: { desk: Desk }) {
  const words = desk.words.value;
  const name = useSignal("");
  const key = useSignal("");
  const busy = useSignal(false);
  const error = desk.signInError.value;
  return (
    <main class="entry">
      <form
        class="sign-in"
        data-test="sign-in"
        onSubmit={async (submit) => {
          submit.preventDefault();
          busy.value = true;
          await desk.signIn(name.value.trim(), key.value.trim());
          busy.value = false;
        }}
      >
        <div class="row">
          <h1>{words.signIn}</h1>
          <LanguageButton desk={desk} />
        </div>
        <label>
          {words.signInName}
          <input
            type="text"
            name="name"
            required
            maxLength={40}
            autocomplete="username"
            autofocus
            value={name.value}
            data-test="name"
            aria-describedby="name-help"
            onInput={({ currentTarget }) => (name.value = currentTarget.value)}
          />
          <small id="name-help">{words.signInNameHelp}</small>
        </label>
        <label>
          {words.signInKey}
          <input
            type="password"
            name="key"
            required
            autocomplete="current-password"
            value={key.value}
            data-test="key"
            aria-describedby="key-help"
            onInput={({ currentTarget }) => (key.value = currentTarget.value)}
          />
          <small id="key-help">{words.signInKeyHelp}</small>
        </label>
        {error && (
          <p class="alert" role="alert" data-test="sign-in-error">
            {words.signInErrors[error] ?? words.errorElse}
          </p>
        )}
        <button type="submit" class="primary" disabled={busy.value} data-test="sign-in-send">
          {busy.value ? words.signingIn : words.signInGo}
        </button>
      </form>
    </main>
  );
}
