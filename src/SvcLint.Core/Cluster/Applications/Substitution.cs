using System.Globalization;
using System.Text;
using SvcLint.Kustomize;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Cluster.Applications;

/// <summary>
/// Flux's <c>postBuild</c>: <c>${name}</c>, <c>${name:=default}</c> and their like in what a kustomization builds. What only the cluster or an
/// encrypted Secret knows stays as it is written.
/// </summary>
/// <param name="variables">The variables that are known.</param>
/// <param name="isComplete">There are no others: what is not among them is empty.</param>
/// <param name="resolved">Takes the texts that are known.</param>
internal sealed class Substitution(IReadOnlyDictionary<string, YamlScalar> variables, bool isComplete, ResolvedTexts resolved)
{
    private const string Switch = "kustomize.toolkit.fluxcd.io/substitute";

    private static readonly string[] SwitchFields = ["labels", "annotations"];

    // Without any variable Flux leaves the texts as they are, defaults too.
    public YamlMapping Apply(YamlMapping root) => (variables.Count == 0 && isComplete) || IsDisabled(root) ? root : (YamlMapping)Node(root);

    private static bool IsDisabled(YamlMapping root) => root["metadata"] is YamlMapping metadata
        && SwitchFields.Any(f => metadata[f] is YamlMapping map && map[Switch] is YamlScalar { Value: "disabled" });

    private YamlNode Node(YamlNode node)
    {
        switch (node)
        {
            case YamlMapping or YamlSequence:
                return NodeEdit.Map(node, Node, Node);
            case YamlScalar scalar when scalar.Value.IndexOf('$') >= 0 && Expand(scalar.Value) is var text:
                resolved.Add(scalar.Span, !Placeholder.Is(text));
                if (text == scalar.Value)
                {
                    return node;
                }

                // The quotes of the file are gone before the text is substituted: what looks like a number is one.
                return new YamlScalar(Place(scalar, text), text, text.IndexOf('\n') < 0 ? ScalarStyle.Plain : ScalarStyle.Literal);
            default:
                return node;
        }
    }

    // A text that is one variable stands where its value does: at the application, or as the default.
    private SourceSpan Place(YamlScalar scalar, string text)
    {
        var written = scalar.Value;
        if (!written.StartsWith("${", StringComparison.Ordinal) || End(written, 2) != written.Length - 1)
        {
            return scalar.Span;
        }

        var name = new string([.. written.Skip(2).TakeWhile(c => char.IsLetterOrDigit(c) || c == '_')]);
        if (variables.TryGetValue(name, out var value) && value.Value == text)
        {
            return value.Span;
        }

        var at = text.Length == 0 ? -1 : scalar.Span.Text.LastIndexOf(text, StringComparison.Ordinal);
        return at < 0 ? scalar.Span : scalar.Span.Source.Span(scalar.Span.Start + at, scalar.Span.Start + at + text.Length);
    }

    private string Expand(string text)
    {
        var result = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            if (text[at] != '$' || at + 1 >= text.Length)
            {
                result.Append(text[at++]);
            }
            else if (text[at + 1] == '$')
            {
                // "$${x}" is how "${x}" is written.
                result.Append('$');
                at += 2;
            }
            else if (text[at + 1] == '{' && End(text, at + 2) is var end and > 0)
            {
                result.Append(Value(text.Substring(at + 2, end - at - 2)) ?? text.Substring(at, end + 1 - at));
                at = end + 1;
            }
            else
            {
                result.Append(text[at++]);
            }
        }

        return result.ToString();
    }

    private static int End(string text, int from)
    {
        var depth = 1;
        for (var i = from; i < text.Length; i++)
        {
            depth += text[i] == '{' && text[i - 1] == '$' ? 1 : text[i] == '}' ? -1 : 0;
            if (depth == 0)
            {
                return i;
            }
        }

        return -1;
    }

    // Null where it is not known, or written in a way that is not followed here.
    private string? Value(string expression)
    {
        if (expression.Length > 1 && expression[0] == '#')
        {
            return Value(expression.Substring(1))?.Length.ToString(CultureInfo.InvariantCulture);
        }

        var length = 0;
        while (length < expression.Length && (char.IsLetterOrDigit(expression[length]) || expression[length] == '_'))
        {
            length++;
        }

        var name = expression.Substring(0, length);
        var rest = expression.Substring(length);
        var isKnown = variables.TryGetValue(name, out var scalar);
        if (name.Length == 0 || (!isKnown && !isComplete))
        {
            return null;
        }

        var value = scalar?.Value.Replace("\n", "") ?? "";
        return rest.Length == 0 ? value
            : rest.StartsWith(":=", StringComparison.Ordinal) || rest.StartsWith(":-", StringComparison.Ordinal) ? value.Length > 0 ? value : Expand(rest.Substring(2))
            : rest[0] is '=' or '-' ? isKnown ? value : Expand(rest.Substring(1))
            : VariableFunction.Apply(value, Expand(rest));
    }
}
