namespace SvcLint.Core.Tests.Schemas;

/// <summary>Texts that are names, addresses, ranges, times or nearly so: seeds, and each seed with one character put in, taken out or changed.</summary>
internal static class NearTexts
{
    private static readonly string[] Seeds =
    [
        "", "a", "web", "web-1", "a.b", "web.shop.svc", "db.example.com.", "Example.com/Name_1.x", "example.com/a", "a/b/c", "http", "8080", "a8", "http-alt", "kubernetes", "orphan", "foregroundDeletion", "apps/v1", "v1",
        "10.0.0.7", "255.255.255.255", "010.001.000.007", "0.0.0.0", "::", "::1", "fd00::1", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8", "1::3:4:5:6:7:8", "::ffff:10.0.0.7", "1:2:3:4:5:6:10.0.0.7", "00001::00ff", "64:ff9b::192.0.2.1",
        "10.0.0.0/8", "0.0.0.0/0", "10.0.0.1/032", "::/0", "fd00::/128", "fd00:10:244::/56", "10.244.0.0/16,fd00::/56", "fd00::/56,10.0.0.0/8", "10.0.0.0/8,10.1.0.0/16", " 10.0.0.0/8 ", "primary",
        "0.0.0.0:10256", "[::]:10256", "[::1]:1", "127.0.0.1:65535", "[10.0.0.7]:80",
        "0", "30s", "1h30m", "1.5h", ".5s", "500ms", "+2m", "-30s", "24h0m0s", "100us", "1m30",
        "2027-01-30T12:00:00Z", "2027-01-30T12:00:00.5+01:00", "2027-12-11T23:59:59-08:00",
        new('a', 63), new('a', 64), new('a', 15), new('a', 16), $"{new string('a', 63)}.{new string('b', 63)}", $"example.com/{new string('c', 63)}", $"{string.Join(".", Enumerable.Repeat(new string('d', 49), 5))}.ef", $"{string.Join(".", Enumerable.Repeat(new string('d', 49), 5))}.efg",
    ];

    public static IReadOnlyList<string> All { get; } = [.. Seeds.Concat(Seeds.SelectMany(Neighbours)).Distinct(StringComparer.Ordinal)];

    private static IEnumerable<string> Neighbours(string seed)
    {
        for (var i = 0; i <= Math.Min(seed.Length, 24); i++)
        {
            foreach (var c in "0a9F-._:/, Zsm+[")
            {
                yield return seed.Insert(i, c.ToString());
                if (i < seed.Length)
                {
                    yield return seed[..i] + c + seed[(i + 1)..];
                }
            }

            if (i < seed.Length)
            {
                yield return seed.Remove(i, 1);
            }
        }
    }
}
