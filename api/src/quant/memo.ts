/** Remembers the answers of the last `capacity` keys; a failed answer is not remembered. */
export function createMemo<T>(capacity: number): (key: string, compute: () => Promise<T>) => Promise<T> {
  const answers = new Map<string, Promise<T>>();
  return (key, compute) => {
    const known = answers.get(key);
    if (known !== undefined) return known;
    const answer = compute();
    answers.set(key, answer);
    answer.catch(() => answers.delete(key));
    const [oldest] = answers.keys();
    if (answers.size > capacity && oldest !== undefined) answers.delete(oldest);
    return answer;
  };
}
