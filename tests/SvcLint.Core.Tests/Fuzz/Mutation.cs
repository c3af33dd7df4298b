namespace SvcLint.Core.Tests.Fuzz;

/// <summary>A text with a few letters put in, changed or taken out.</summary>
internal static class Mutation
{
    private const int Most = 6;
    private const int LongestCut = 12;

    /// <param name="text">The text to start from.</param>
    /// <param name="letters">What is put in: the letters that mean something to the reader under test.</param>
    /// <param name="random">Seeded, so that a failure comes back.</param>
    public static string Of(string text, string letters, Random random)
    {
        var mutated = text.ToList();
        for (var i = random.Next(Most); i > 0 && mutated.Count > 0; i--)
        {
            var at = random.Next(mutated.Count);
            switch (random.Next(3))
            {
                case 0:
                    mutated.Insert(at, letters[random.Next(letters.Length)]);
                    break;
                case 1:
                    mutated[at] = letters[random.Next(letters.Length)];
                    break;
                default:
                    mutated.RemoveRange(at, Math.Min(random.Next(1, LongestCut), mutated.Count - at));
                    break;
            }
        }

        return new string([.. mutated]);
    }
}
