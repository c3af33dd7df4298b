using System.Text;

namespace SvcLint.Cli.Outputs;

/// <summary>A way to write findings. Outputs look at findings and texts, never at YAML.</summary>
internal abstract class Output
{
    public static IReadOnlyList<Output> All { get; } =
    [
        new TextOutput(),
        new MsBuildOutput(),
        new JsonOutput(),
        new SarifOutput(),
        new GitHubOutput(),
        new GitLabOutput(),
        new JUnitOutput(),
        new RdJsonLinesOutput(),
        new HtmlOutput(),
    ];

    /// <summary>As <c>--format</c> names it.</summary>
    public abstract string Format { get; }

    public abstract void Write(Report report, Stream stream);

    protected static StreamWriter Text(Stream stream) => new(stream, new UTF8Encoding(false), 1 << 14, leaveOpen: true) { NewLine = "\n" };
}
