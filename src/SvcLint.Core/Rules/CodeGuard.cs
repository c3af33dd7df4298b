using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Rules;

/// <summary>
/// What may be said of objects that C# makes: nothing that rests on a value which the code computes, and nothing that is only absent, for
/// other code may add it, and a patch needs only what it changes; an entry of a list of ports or peers is written whole. A repair is kept
/// where it puts other letters in the place of a literal's.
/// </summary>
internal static class CodeGuard
{
    public static IReadOnlyList<Finding> Apply(IReadOnlyList<Finding> findings, IReadOnlyList<ParsedFile> files)
    {
        var code = files.Where(f => f.Code is { Manifests.Count: > 0 }).ToDictionary(f => f.Source, f => new MadeObjects(f));
        return code.Count == 0 ? findings : [.. findings.Where(f => Holds(f, code)).Select(f => WithoutRepairs(f, code))];
    }

    private static bool Holds(Finding finding, Dictionary<SourceText, MadeObjects> code) =>
        finding.Rule.Category == Category.Input
        || (!IsUnknown(finding.Span, code) && !finding.Related.Any(r => IsUnknown(r.Span, code)) && !(IsMade(finding, code) && finding.Api is { Type: "Required" } api && !IsWritten(finding, api)));

    private static bool IsWritten(Finding finding, ApiVerdict missing) =>
        finding.Object?.Kind is "Service" or "NetworkPolicy" or "EndpointSlice" && missing.Field.IndexOf('[') >= 0;

    // Rules about code itself point at code as well.
    private static bool IsMade(Finding finding, Dictionary<SourceText, MadeObjects> code) =>
        finding.Rule.Category != Category.DotNet && code.ContainsKey(finding.Span.Source);

    private static bool IsUnknown(SourceSpan span, Dictionary<SourceText, MadeObjects> code) =>
        code.TryGetValue(span.Source, out var objects) && objects.IsUnknown(span.Range);

    private static Finding WithoutRepairs(Finding finding, Dictionary<SourceText, MadeObjects> code) =>
        finding.Fixes.Count == 0 || !IsMade(finding, code) ? finding
        : finding with { Fixes = [.. finding.Fixes.Where(f => f.Edits.All(e => IsPlain(e.NewText) && code.TryGetValue(e.Span.Source, out var objects) && objects.HoldsText(e.Span.Range)))] };

    // Letters that need no escape in any string, and no quotes in YAML.
    private static bool IsPlain(string text) => text.Length > 0 && text.All(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '/');

    /// <summary>Places of the values of a file's objects.</summary>
    private sealed class MadeObjects
    {
        private readonly List<TextSpan> _unknown = [];
        private readonly HashSet<TextSpan> _texts = [];

        public MadeObjects(ParsedFile file)
        {
            foreach (var root in file.Code!.Manifests)
            {
                Add(root);
            }
        }

        public bool IsUnknown(TextSpan span) => _unknown.Exists(u => u.Start < span.End && span.Start < u.End);

        public bool HoldsText(TextSpan span) => _texts.Contains(span);

        private void Add(YamlNode node)
        {
            switch (node)
            {
                case YamlScalar scalar when Placeholder.Is(scalar.Value):
                    _unknown.Add(scalar.Span.Range);
                    break;
                case YamlScalar { Style: not ScalarStyle.Plain } scalar:
                    _texts.Add(scalar.Span.Range);
                    break;
                case YamlMapping mapping:
                    foreach (var entry in mapping.Entries)
                    {
                        Add(entry.Key);
                        Add(entry.Value);
                    }

                    break;
                case YamlSequence sequence:
                    foreach (var item in sequence.Items)
                    {
                        Add(item);
                    }

                    break;
            }
        }
    }
}
