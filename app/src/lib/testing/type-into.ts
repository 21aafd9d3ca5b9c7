import { fireEvent, screen } from "@testing-library/svelte";

/** Types a text into the field with a test id. */
export function typeInto(testId: string, text: string): void {
  void fireEvent.input(screen.getByTestId(testId), { target: { value: text } });
}
