namespace SvcLint.Core.Tests.RulePages;

/// <summary>A fence of a page: ```` ```yaml bad file=a.yaml kubernetes=1.32 ````.</summary>
/// <param name="Language">yaml, json, csharp, dockerfile or xml.</param>
/// <param name="Mark">bad, good, fixed or before; emulated for lines that kube-proxy would write; empty for a fence that only illustrates.</param>
/// <param name="Options">The words after the mark.</param>
/// <param name="Line">Index from 0 of the opening line.</param>
/// <param name="Lines">The lines between the fences.</param>
public sealed record Fence(string Language, string Mark, IReadOnlyDictionary<string, string> Options, int Line, IReadOnlyList<string> Lines)
{
    /// <summary>The path that svclint is told; a name decides how a file is read.</summary>
    public string File => Options.GetValueOrDefault("file") ?? Language switch
    {
        "csharp" => "example.cs",
        "dockerfile" => "Dockerfile",
        "xml" => "example.csproj",
        _ => "example." + Language,
    };
}

/// <summary>
/// Consecutive fences of one mark with <c>file=</c> are the files of one example (svclint.yaml is its configuration); any other fence is an
/// example by itself. What <c>before</c> fences show is no example: it is the earlier state of every example after them, for rules about changes.
/// </summary>
public sealed record Example(string Mark, IReadOnlyList<Fence> Files)
{
    /// <summary>The earlier state, where the page shows one.</summary>
    public Example? Before { get; init; }

    /// <summary>Where the example's cluster is to move to (<c>migrate=nftables</c>), or null.</summary>
    public string? MigrateTo => Files.Select(f => f.Options.GetValueOrDefault("migrate")).FirstOrDefault(v => v is not null);

    /// <summary>The version that the example's cluster is to move to (<c>upgrade=1.37</c>), or null.</summary>
    public string? UpgradeTo => Files.Select(f => f.Options.GetValueOrDefault("upgrade")).FirstOrDefault(v => v is not null);

    public string? KubernetesVersion => Files.Select(f => f.Options.GetValueOrDefault("kubernetes")).FirstOrDefault(v => v is not null);
}

/// <summary>A page under <c>rules/</c>, or a file of boundary cases: documentation and tests in one.</summary>
public sealed class RulePage
{
    /// <summary>The sections in order: what the reader recognizes first. The further examples may lack.</summary>
    public static readonly string[] Sections = ["Example", "What it finds", "Why it matters", "How to fix", "More examples", "When to suppress", "References"];

    public RulePage(string path)
    {
        Path = path;
        Lines = File.ReadAllLines(path);
        Fences = ReadFences();
        Examples = ReadExamples();
    }

    public string Path { get; }

    public string Id => System.IO.Path.GetFileName(Path).Split('.')[0];

    public string[] Lines { get; }

    public IReadOnlyList<Fence> Fences { get; }

    public IReadOnlyList<Example> Examples { get; }

    /// <summary>Lines of emulated rules, each with the example before it, of which they are made.</summary>
    public IEnumerable<(Fence Fence, Example Of)> Emulated => Fences.Where(f => f.Mark == "emulated").Select(f => (f, Examples.Last(e => e.Files[0].Line < f.Line)));

    public string Title => Lines[0];

    public IEnumerable<string> Headings => Lines.Where((l, i) => l.StartsWith("## ", StringComparison.Ordinal) && !Fences.Any(f => i > f.Line && i <= f.Line + f.Lines.Count)).Select(l => l[3..]);

    /// <summary>The pages of all rules.</summary>
    public static IEnumerable<RulePage> All => Directory.EnumerateFiles(System.IO.Path.Combine(RepositoryRoot.Path, "rules"), "SVC*.md").Order(StringComparer.Ordinal).Select(p => new RulePage(p));

    /// <summary>Boundary cases that would burden the page.</summary>
    public static IEnumerable<RulePage> Cases => Directory.EnumerateFiles(System.IO.Path.Combine(RepositoryRoot.Path, "tests/SvcLint.Core.Tests/RulePages"), "*.cases.md").Order(StringComparer.Ordinal).Select(p => new RulePage(p));

    private List<Fence> ReadFences()
    {
        var fences = new List<Fence>();
        for (var i = 0; i < Lines.Length; i++)
        {
            if (!Lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                continue;
            }

            var end = Array.FindIndex(Lines, i + 1, l => l == "```");
            Assert.True(end > i, $"{Path}({i + 1}): this fence is never closed");
            var words = Lines[i][3..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var mark = words.Length > 1 && words[1] is "bad" or "good" or "fixed" or "before" or "emulated" ? words[1] : "";
            var options = words.Skip(2).Select(w => w.Split('=', 2)).ToDictionary(w => w[0], w => w.Length > 1 ? w[1] : "");
            fences.Add(new Fence(words.FirstOrDefault() ?? "", mark, options, i, Lines[(i + 1)..end]));
            i = end;
        }

        return fences;
    }

    private List<Example> ReadExamples()
    {
        var examples = new List<Example>();
        Example? before = null;
        for (var i = 0; i < Fences.Count; i++)
        {
            if (Fences[i].Mark is "" or "emulated")
            {
                continue;
            }

            var files = new List<Fence> { Fences[i] };
            while (Fences[i].Options.ContainsKey("file") && i + 1 < Fences.Count && Fences[i + 1].Mark == Fences[i].Mark && Fences[i + 1].Options.ContainsKey("file") && !files.Any(f => f.Options["file"] == Fences[i + 1].Options["file"]))
            {
                files.Add(Fences[++i]);
            }

            var example = new Example(files[0].Mark, files) { Before = before };
            if (example.Mark == "before")
            {
                before = example;
            }
            else
            {
                examples.Add(example);
            }
        }

        return examples;
    }
}
