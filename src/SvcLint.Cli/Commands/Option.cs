namespace SvcLint.Cli.Commands;

/// <summary>An option as the parser, the help and the completion scripts see it.</summary>
/// <param name="Name">With its dashes, for example <c>--format</c>.</param>
/// <param name="Value">What stands for its value in the help (<c>FILE</c>); null for a switch.</param>
/// <param name="Help">One sentence without a full stop.</param>
internal sealed record Option(string Name, string? Value, string Help)
{
    /// <summary>One-letter form, for example <c>-h</c>.</summary>
    public string? Short { get; init; }

    /// <summary>The only values it takes; empty when any will do.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Values that completion offers where others will do as well; those that end in <c>=</c> are to be continued.</summary>
    public Func<IEnumerable<string>>? Suggestions { get; init; }

    /// <summary>What completion offers for its value.</summary>
    public IReadOnlyList<string> Offered => Choices.Count > 0 ? Choices : [.. Suggestions?.Invoke() ?? []];

    public bool Repeats { get; init; }

    /// <summary>True when its value is a file or folder: completion offers paths.</summary>
    public bool IsPath { get; init; }

    public bool IsNamed(string text) => text == Name || text == Short;

    public override string ToString() => Name;
}
