/** Says how the first schedule that fails can be repeated; null if none does. */
export function findFirstFailure(
  seeds: readonly number[],
  run: (seed: number) => void,
  testFile: string,
): string | null {
  for (const seed of seeds) {
    try {
      run(seed);
    } catch (error) {
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      const how = `PAIRING_SEED_BASE=${seed} PAIRING_SCHEDULES=1 npx vitest run --project unit ${testFile}`;
      return `Schedule ${seed} failed; repeat it with: ${how}\n${reason}`;
    }
  }
  return null;
}
