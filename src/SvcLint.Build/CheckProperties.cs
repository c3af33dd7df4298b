using System.Xml;
using System.Xml.Linq;
using Microsoft.Build.Framework;
using SvcLint.Text;

namespace SvcLint.Build;

/// <summary>
/// Warns of a property that begins with <c>SvcLint</c> and that the package does not read: MSBuild takes any name, and a misspelled one does nothing.
/// </summary>
public sealed class CheckProperties : Microsoft.Build.Utilities.Task
{
    private const string Prefix = "SvcLint";
    private const string Code = "SVC0003";

    /// <summary>The names that the package reads.</summary>
    [Required]
    public string[] Known { get; set; } = [];

    /// <summary>Full paths of the project and of what it shares with others; those that are not there do not count.</summary>
    [Required]
    public string[] Files { get; set; } = [];

    public override bool Execute()
    {
        var known = new HashSet<string>(Known, StringComparer.OrdinalIgnoreCase);
        var written = Files.Where(f => f.Length > 0 && File.Exists(f)).SelectMany(WithImported).Distinct(StringComparer.Ordinal).Select(Read).Where(f => f.Text.Length > 0).ToArray();
        foreach (var (path, text) in written)
        {
            foreach (var property in Properties(text).Where(p => !known.Contains(p.Name.LocalName) && !IsOwn(p.Name.LocalName, written)))
            {
                var line = (IXmlLineInfo)property;
                Log.LogWarning(null, Code, null, path, line.LineNumber, line.LinePosition, 0, 0, "{0}", Words(property.Name.LocalName));
            }
        }

        if (BuildEngine is IBuildEngine6 engine)
        {
            foreach (var name in engine.GetGlobalProperties().Keys.Where(n => IsOurs(n) && !known.Contains(n) && !IsOwn(n, written)))
            {
                Log.LogWarning(null, Code, null, null, 0, 0, 0, 0, "{0}", Words(name));
            }
        }

        return true;
    }

    private string Words(string name) =>
        NearMiss.Nearest(name, Known) is { } near ? $"unknown property '{name}'; did you mean '{near}'?" : $"unknown property '{name}'; svclint reads {string.Join(", ", Known)}";

    private static bool IsOurs(string name) => name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    // A name that the files themselves read: the version of the package, for one.
    private static bool IsOwn(string name, IEnumerable<(string Path, string Text)> files) => files.Any(f => f.Text.IndexOf("$(" + name + ")", StringComparison.OrdinalIgnoreCase) >= 0);

    // The nearest Directory.Build.props counts, and those above it that it imports.
    private static IEnumerable<string> WithImported(string path)
    {
        var name = Path.GetFileName(path);
        for (string? file = path; file is not null;)
        {
            yield return file;
            if (!ImportsItsLike(Read(file).Text, name))
            {
                yield break;
            }

            var folder = Directory.GetParent(file)?.Parent;
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, name)))
            {
                folder = folder.Parent;
            }

            file = folder is null ? null : Path.Combine(folder.FullName, name);
        }
    }

    private static bool ImportsItsLike(string text, string name) =>
        name.StartsWith("Directory.", StringComparison.OrdinalIgnoreCase) && text.IndexOf("<Import", StringComparison.Ordinal) >= 0 && text.IndexOf(name, StringComparison.OrdinalIgnoreCase) >= 0;

    private static (string Path, string Text) Read(string path)
    {
        try
        {
            return (path, File.ReadAllText(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (path, "");
        }
    }

    private static IEnumerable<XElement> Properties(string text)
    {
        // Parsing what names none would cost more than looking.
        if (text.IndexOf("<" + Prefix, StringComparison.OrdinalIgnoreCase) < 0)
        {
            return [];
        }

        try
        {
            return [.. XDocument.Parse(text, LoadOptions.SetLineInfo).Descendants().Where(e => e.Parent?.Name.LocalName == "PropertyGroup" && IsOurs(e.Name.LocalName))];
        }
        catch (XmlException)
        {
            return [];
        }
    }
}
