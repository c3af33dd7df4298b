using System.Text;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.CSharp;

/// <summary>Kubernetes manifests in constant texts of several lines; what an interpolation computes is a placeholder.</summary>
internal static class EmbeddedManifests
{
    private const string Computed = "${computed}";

    public static IReadOnlyList<YamlNode> Read(CodeFile file) => [.. file.Texts.SelectMany(t => Read(file, t))];

    private static IEnumerable<YamlNode> Read(CodeFile file, ExpressionSyntax expression)
    {
        // Cheap to ask before anything is put together.
        if (!MayBeManifest(expression.ToString()))
        {
            return [];
        }

        var text = file.Constants.Fold(expression);
        return text.Value.IndexOf('\n') >= 0 && MayBeManifest(text.Value)
            ? YamlStream.Split(Slice(file, expression, text)).Select(p => Manifest(p.Slice)).OfType<YamlNode>()
            : [];
    }

    private static bool MayBeManifest(string text) =>
        text.IndexOf("apiVersion:", StringComparison.Ordinal) >= 0 && text.IndexOf("kind:", StringComparison.Ordinal) >= 0;

    // What cannot be read may be put together elsewhere, or be a template.
    private static YamlNode? Manifest(TextSlice slice)
    {
        var result = YamlReader.Read(slice);
        return result.Root is YamlMapping root && ManifestReader.IsManifest(root) && TemplateDetector.Detect(slice.Text, result, "") is null ? root : null;
    }

    private static TextSlice Slice(CodeFile file, ExpressionSyntax expression, Folded folded)
    {
        var text = new StringBuilder();
        var segments = new List<(int From, int To)> { (0, expression.SpanStart) };
        var next = 0;
        for (var i = 0; i < folded.Value.Length; i++)
        {
            if (next < folded.Pieces.Count && folded.Pieces[next].Start == i)
            {
                segments.Add((text.Length, folded.Pieces[next++].Range.Start));
            }

            if (folded.Value[i] == Folded.Hole)
            {
                text.Append(Computed);
            }
            else
            {
                text.Append(folded.Value[i]);
            }
        }

        return TextSlice.Mapped(file.Source, text.ToString(), segments);
    }
}
