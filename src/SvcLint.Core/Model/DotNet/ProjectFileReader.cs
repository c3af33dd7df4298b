using System.Globalization;
using System.Xml;
using SvcLint.Text;

namespace SvcLint.Model.DotNet;

/// <summary>Reads a project file without evaluating it. Never throws; what is no XML says nothing.</summary>
internal sealed class ProjectFileReader
{
    private readonly SourceText _source;
    private readonly string _folder;

    // Null: a condition or an expression decides.
    private readonly Dictionary<string, Located<string>?> _properties = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Located<int>> _ports = [];
    private readonly List<(string Name, Located<string> Value)> _environment = [];
    private readonly List<string> _references = [];
    private string? _sdk;
    private bool _isTest;

    private ProjectFileReader(SourceText source)
    {
        _source = source;
        _folder = source.Path.Substring(0, source.Path.LastIndexOf('/') + 1);
    }

    /// <summary>Null when the text is no MSBuild file.</summary>
    public static ProjectFile? Read(SourceText source)
    {
        var reader = new ProjectFileReader(source);
        try
        {
            using var text = new StringReader(source.Content);
            using var xml = Open(text);
            return reader.Read(xml);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    public static XmlReader Open(TextReader text) =>
        XmlReader.Create(text, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CheckCharacters = false });

    /// <summary>Where the reader stands: behind the mark that opens a node.</summary>
    public static int Offset(SourceText source, XmlReader xml)
    {
        var place = (IXmlLineInfo)xml;
        return Math.Min(source.Lines.Start(place.LineNumber - 1) + place.LinePosition - 1, source.Content.Length);
    }

    private ProjectFile? Read(XmlReader xml)
    {
        if (xml.MoveToContent() != XmlNodeType.Element || xml.LocalName != "Project")
        {
            return null;
        }

        _sdk = xml.GetAttribute("Sdk");
        var groups = new Stack<(string Name, bool IsConditional)>();
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.EndElement && groups.Count > 0)
            {
                groups.Pop();
            }

            if (xml.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            var name = xml.LocalName;
            var conditional = (groups.Count > 0 && groups.Peek().IsConditional) || xml.GetAttribute("Condition") is { Length: > 0 } || name is "Choose" or "Target";
            switch (groups.Count > 0 ? groups.Peek().Name : "")
            {
                case "PropertyGroup":
                    // The reader stands behind the property then.
                    Property(xml, name, conditional);
                    continue;
                case "ItemGroup" when !conditional:
                    Item(xml, name);
                    break;
            }

            if (name == "Sdk" && groups.Count == 0)
            {
                _sdk ??= xml.GetAttribute("Name");
            }

            if (!xml.IsEmptyElement)
            {
                groups.Push((name, conditional));
            }
        }

        return Result();
    }

    private ProjectFile Result() => new(_source)
    {
        Sdk = _sdk,
        TargetFrameworks = Get("TargetFramework") is { } one ? [one] : Get("TargetFrameworks") is { } several ? Entries(several) : [],
        AssemblyName = Get("AssemblyName"),
        IsTest = _isTest || string.Equals(Get("IsTestProject")?.Value, "true", StringComparison.OrdinalIgnoreCase),
        ContainerRepository = Get("ContainerRepository") ?? Get("ContainerImageName"),
        ContainerBaseImage = Get("ContainerBaseImage"),
        ContainerPorts = _ports,
        ContainerEnvironment = _environment,
        ProjectReferences = _references,
    };

    private Located<string>? Get(string name) => _properties.TryGetValue(name, out var value) ? value : null;

    private static IReadOnlyList<Located<string>> Entries(Located<string> list)
    {
        var entries = new List<Located<string>>();
        for (var start = 0; start <= list.Value.Length;)
        {
            var end = list.Value.IndexOf(';', start) is var found and >= 0 ? found : list.Value.Length;
            if (end > start)
            {
                entries.Add(list.Slice(start, end));
            }

            start = end + 1;
        }

        return entries;
    }

    private void Property(XmlReader xml, string name, bool conditional)
    {
        Located<string>? value = null;
        if (!xml.IsEmptyElement)
        {
            var depth = xml.Depth;
            while (xml.Read() && xml.Depth > depth)
            {
                if (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
                {
                    value = Trimmed(xml.Value, Offset(xml));
                }
            }
        }

        _properties[name] = conditional || value is null || value.Value.IndexOf("$(", StringComparison.Ordinal) >= 0 ? null : value;
    }

    private void Item(XmlReader xml, string name)
    {
        switch (name)
        {
            case "ContainerPort" when Attribute(xml, "Include") is { } port && int.TryParse(port.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number):
                _ports.Add(new Located<int>(number, port.Span));
                break;
            case "ContainerEnvironmentVariable" when xml.GetAttribute("Include") is { } variable && Attribute(xml, "Value") is { } value:
                _environment.Add((variable, value));
                break;
            case "ProjectReference" when xml.GetAttribute("Include") is { } reference && Resolve(reference) is { } path:
                _references.Add(path);
                break;
            case "PackageReference" when xml.GetAttribute("Include") is { } package && IsTestPackage(package):
                _isTest = true;
                break;
        }
    }

    private static bool IsTestPackage(string package) => package.ToUpperInvariant() is "MICROSOFT.NET.TEST.SDK" or "XUNIT" or "XUNIT.V3" or "NUNIT" or "MSTEST" or "MSTEST.TESTFRAMEWORK" or "TUNIT";

    // Null outside the input, or when a property is part of the path.
    private string? Resolve(string path)
    {
        if (path.IndexOf("$(", StringComparison.Ordinal) >= 0)
        {
            return null;
        }

        var parts = new List<string>();
        foreach (var part in (_folder + path.Replace('\\', '/')).Split('/'))
        {
            if (part != "..")
            {
                if (part is not ("" or "."))
                {
                    parts.Add(part);
                }
            }
            else if (parts.Count == 0)
            {
                return null;
            }
            else
            {
                parts.RemoveAt(parts.Count - 1);
            }
        }

        return string.Join("/", parts);
    }

    private Located<string>? Attribute(XmlReader xml, string name)
    {
        if (!xml.MoveToAttribute(name))
        {
            return null;
        }

        var value = xml.Value;
        var quote = _source.Content.IndexOfAny(['"', '\''], Offset(xml));
        xml.MoveToElement();
        return Trimmed(value, quote + 1);
    }

    // Where an entity stands in the value, the raw text differs and is longer: the span covers it up to its end.
    private Located<string>? Trimmed(string value, int start)
    {
        var text = value.Trim();
        if (text.Length == 0)
        {
            return null;
        }

        var first = start + value.IndexOf(text, StringComparison.Ordinal);
        if (first + text.Length <= _source.Content.Length && string.CompareOrdinal(_source.Content, first, text, 0, text.Length) == 0)
        {
            return new Located<string>(text, _source.Span(first, first + text.Length));
        }

        var end = _source.Content.IndexOfAny(['<', '"', '\'', '\n'], Math.Min(start, _source.Content.Length));
        return new Located<string>(text, _source.Span(start, end < 0 ? _source.Content.Length : end));
    }

    private int Offset(XmlReader xml) => Offset(_source, xml);
}
