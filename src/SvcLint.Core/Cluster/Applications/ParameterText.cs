using System.Text;
using SvcLint.Kustomize;
using SvcLint.Model.GitOps;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Cluster.Applications;

/// <summary>Fills the parameters of an ApplicationSet into texts and nodes: Go's templates where the set says so, else <c>{{name}}</c> alone.</summary>
internal sealed class ParameterText(ArgoApplicationSet set, IReleaseEngine? engine)
{
    /// <summary>What a text could not be evaluated for; null while all went well.</summary>
    public string? Problem { get; private set; }

    public SourceSpan? ProblemSpan { get; private set; }

    public bool IsGo => set.IsGoTemplate;

    /// <summary>A copy of a node with the parameters in every text.</summary>
    public YamlNode Fill(YamlNode node, YamlMapping parameters) => Fill(node, parameters, IsGo ? null : Flat(parameters));

    /// <summary>A text with the parameters in it; null where it cannot be told.</summary>
    public string? Fill(string text, YamlMapping parameters, SourceSpan place) => Fill(text, parameters, IsGo ? null : Flat(parameters), place);

    /// <summary>Parameters by the names that old templates have for them.</summary>
    public static IReadOnlyDictionary<string, string> Flat(YamlMapping parameters)
    {
        var flat = new Dictionary<string, string>(StringComparer.Ordinal);
        Flatten(parameters, "", flat);
        return flat;
    }

    private static void Flatten(YamlNode node, string name, Dictionary<string, string> flat)
    {
        switch (node)
        {
            case YamlMapping mapping:
                foreach (var entry in mapping.Entries.Where(e => e.Name is not null))
                {
                    Flatten(entry.Value, name.Length == 0 ? entry.Name! : name + "." + entry.Name, flat);
                }

                break;
            case YamlSequence sequence:
                for (var i = 0; i < sequence.Items.Count; i++)
                {
                    Flatten(sequence.Items[i], name + "." + i.ToString(System.Globalization.CultureInfo.InvariantCulture), flat);
                }

                break;
            case YamlScalar scalar:
                flat[name] = scalar.Value;
                break;
        }
    }

    private YamlNode Fill(YamlNode node, YamlMapping parameters, IReadOnlyDictionary<string, string>? flat)
    {
        switch (node)
        {
            case YamlMapping mapping:
                return NodeEdit.WithEntries(mapping, [.. mapping.Entries.Select(e => e with { Key = Fill(e.Key, parameters, flat), Value = Fill(e.Value, parameters, flat) })]);
            case YamlSequence sequence:
                return NodeEdit.WithItems(sequence, [.. sequence.Items.Select(i => Fill(i, parameters, flat))]);
            case YamlScalar scalar when scalar.Value.IndexOf("{{", StringComparison.Ordinal) >= 0:
                return Fill(scalar.Value, parameters, flat, scalar.Span) is { } text ? NodeEdit.Text(Place(scalar, parameters, text), text) : scalar;
            default:
                return node;
        }
    }

    // A text that is one parameter stands where its value is written.
    private static SourceSpan Place(YamlScalar scalar, YamlMapping parameters, string text)
    {
        var written = scalar.Value.Trim();
        if (!written.StartsWith("{{", StringComparison.Ordinal) || written.IndexOf("}}", StringComparison.Ordinal) != written.Length - 2)
        {
            return scalar.Span;
        }

        YamlNode? node = parameters;
        foreach (var name in written.Substring(2, written.Length - 4).Trim().TrimStart('.').Split('.'))
        {
            node = (node as YamlMapping)?[name];
        }

        return node is YamlScalar value && value.Value == text && value.Span.Text.Trim('"', '\'') == text ? value.Span : scalar.Span;
    }

    private string? Fill(string text, YamlMapping parameters, IReadOnlyDictionary<string, string>? flat, SourceSpan place)
    {
        if (flat is not null)
        {
            return Replace(text, flat);
        }

        if (engine is null)
        {
            Fail("Go templates are not evaluated here", place);
            return null;
        }

        var (filled, problem) = engine.Expand(text, parameters, set.MissingKeyIsError);
        if (problem is not null)
        {
            Fail(problem, place);
        }

        return filled;
    }

    private void Fail(string problem, SourceSpan place)
    {
        Problem ??= problem;
        ProblemSpan ??= place;
    }

    private static string Replace(string text, IReadOnlyDictionary<string, string> flat)
    {
        var result = new StringBuilder();
        var at = 0;
        for (var start = text.IndexOf("{{", StringComparison.Ordinal); start >= 0; start = text.IndexOf("{{", at, StringComparison.Ordinal))
        {
            var end = text.IndexOf("}}", start, StringComparison.Ordinal);
            if (end < 0)
            {
                break;
            }

            result.Append(text, at, start - at);
            result.Append(flat.TryGetValue(text.Substring(start + 2, end - start - 2).Trim(), out var value) ? value : text.Substring(start, end + 2 - start));
            at = end + 2;
        }

        return result.Append(text, at, text.Length - at).ToString();
    }
}
