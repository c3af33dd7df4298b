using SvcLint.Text;

namespace SvcLint.Charts;

/// <summary>One file of a chart.</summary>
/// <param name="Name">Its path within the chart, with forward slashes.</param>
/// <param name="Data">Its bytes, without a byte order mark.</param>
/// <param name="Path">The file as findings show it.</param>
public sealed record ChartFile(string Name, byte[] Data, string Path)
{
    private SourceText? _source;

    /// <summary>Its text; bytes that are no UTF-8 survive as lone surrogates.</summary>
    public SourceText Source => _source ??= new SourceText(Path, Templates.GoText.FromBytes(Data));

    /// <summary>The same file as a chart within a chart sees it.</summary>
    public ChartFile As(string name) => this with { Name = name };
}
