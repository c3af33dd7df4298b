using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Config;

/// <summary>A file of assertions, one a line: <c>deny: internet -> shop/db</c>. The form of <c>connections</c> in svclint.yaml is read as well.</summary>
public static class AssertionFile
{
    private static readonly (string Word, AssertionKind Kind)[] Words = [("allow:", AssertionKind.Allow), ("deny:", AssertionKind.Deny), ("only:", AssertionKind.Only)];

    /// <param name="source">The file.</param>
    /// <param name="problems">Gets the lines that say nothing of the kind.</param>
    public static IReadOnlyList<ConnectionAssertion> Read(SourceText source, List<ConfigurationProblem> problems)
    {
        if (Yaml(source) is { } written)
        {
            return written;
        }

        var assertions = new List<ConnectionAssertion>();
        var start = 0;
        while (start < source.Content.Length)
        {
            var end = source.Content.IndexOf('\n', start);
            end = end < 0 ? source.Content.Length : end;
            Read(source, start, end, assertions, problems);
            start = end + 1;
        }

        return assertions;
    }

    private static IReadOnlyList<ConnectionAssertion>? Yaml(SourceText source) =>
        ConfigurationReader.Read(source, [], _ => null) is { Problems.Count: 0 } read
        && (read.Configuration.Connections.Count > 0 || source.Content.Trim() is "{}" or "connections: []" or "connections: {}") ? read.Configuration.Connections : null;

    private static void Read(SourceText source, int start, int end, List<ConnectionAssertion> assertions, List<ConfigurationProblem> problems)
    {
        var line = source.Content.Substring(start, end - start);
        var comment = Comment(line);
        var text = (comment >= 0 ? line.Substring(0, comment) : line).Trim();
        var entry = text.StartsWith("- ", StringComparison.Ordinal) ? text.Substring(2).TrimStart() : text;
        if (entry.Length == 0 || entry is "connections:" or "---")
        {
            return;
        }

        var (word, kind) = Array.Find(Words, w => entry.StartsWith(w.Word, StringComparison.Ordinal));
        var at = start + line.IndexOf(entry, StringComparison.Ordinal);
        var span = source.Span(at, at + entry.Length);
        if (entry.StartsWith("unit:", StringComparison.Ordinal) && (assertions.Count == 0 || Unquoted(entry.Substring("unit:".Length)).Length == 0))
        {
            problems.Add(new ConfigurationProblem(span, assertions.Count == 0 ? "unit stands below the assertion that it is for" : "unit needs a name"));
        }
        else if (entry.StartsWith("unit:", StringComparison.Ordinal))
        {
            assertions[assertions.Count - 1] = assertions[assertions.Count - 1] with { Unit = Unquoted(entry.Substring("unit:".Length)) };
        }
        else if (word is null)
        {
            problems.Add(new ConfigurationProblem(span, $"this is no assertion: allow, deny or only, and {ConnectionAssertion.Form}"));
        }
        else if (ConnectionAssertion.Read(kind, new Located<string>(Unquoted(entry.Substring(word.Length)), span), null) is not { } assertion)
        {
            problems.Add(new ConfigurationProblem(span, $"this is no assertion: {ConnectionAssertion.Problem(Unquoted(entry.Substring(word.Length)))}"));
        }
        else
        {
            assertions.Add(assertion);
        }
    }

    // In quotes the sign is one of a name.
    private static int Comment(string line)
    {
        var quote = '\0';
        for (var i = 0; i < line.Length; i++)
        {
            if (quote == '\0' && line[i] == '#')
            {
                return i;
            }

            quote = line[i] == quote && !(quote == '"' && line[i - 1] == '\\') ? '\0' : quote == '\0' && line[i] is '"' or '\'' ? line[i] : quote;
        }

        return -1;
    }

    private static string Unquoted(string text)
    {
        text = text.Trim();
        return text.Length > 1 && text[0] is '"' or '\'' && YamlReader.Read(TextSlice.Whole(new SourceText("", text))).Root is YamlScalar scalar ? scalar.Value : text;
    }
}
