using System.Globalization;
using Microsoft.Build.Construction;
using Microsoft.Build.Evaluation;
using Microsoft.Build.Exceptions;
using SvcLint.Model;
using SvcLint.Model.DotNet;
using SvcLint.Text;

namespace SvcLint.Projects;

/// <summary>A project as MSBuild evaluates it: conditions decided, imports followed. Each value points at the file that sets it.</summary>
internal sealed class ProjectEvaluator
{
    private readonly Project _project;
    private readonly SourceFiles _files;
    private readonly SourceText _source;

    private ProjectEvaluator(Project project, SourceFiles files, SourceText source)
    {
        _project = project;
        _files = files;
        _source = source;
    }

    public static ProjectFile? Evaluate(string path, SourceFiles files, Action<string> problem)
    {
        if (files.Read(path) is not { } source)
        {
            return null;
        }

        try
        {
            using var collection = new ProjectCollection();
            return new ProjectEvaluator(collection.LoadProject(path), files, source).Read();
        }
        catch (InvalidProjectFileException exception)
        {
            problem($"{source.Path}: {exception.BaseMessage}");
            return null;
        }
    }

    private ProjectFile Read() => new(_source)
    {
        Sdk = _project.Xml.Sdk,
        TargetFrameworks = Text("TargetFramework") is { } one ? [one] : Text("TargetFrameworks") is { } several ? Split(several) : [],
        AssemblyName = Text("AssemblyName"),
        IsTest = string.Equals(_project.GetPropertyValue("IsTestProject"), "true", StringComparison.OrdinalIgnoreCase),
        ContainerRepository = Text("ContainerRepository") ?? Text("ContainerImageName"),
        ContainerBaseImage = Text("ContainerBaseImage"),
        ContainerPorts = [.. _project.GetItems("ContainerPort").Select(Port).OfType<Located<int>>()],
        ContainerEnvironment = [.. _project.GetItems("ContainerEnvironmentVariable").Select(i => (i.EvaluatedInclude, new Located<string>(i.GetMetadataValue("Value"), Place(i.Xml))))],
        ProjectReferences = [.. _project.GetItems("ProjectReference").Select(i => _files.Relative(Path.Combine(_project.DirectoryPath, i.EvaluatedInclude.Replace('\\', '/'))))],
    };

    // What the SDK sets by itself is a default: it is absent from the project.
    private Located<string>? Text(string name) =>
        _project.GetProperty(name) is { EvaluatedValue.Length: > 0, Xml: { } xml } property && IsOurs(xml) ? new Located<string>(property.EvaluatedValue, Place(xml)) : null;

    private bool IsOurs(ProjectElement element) => element.ContainingProject.FullPath is { Length: > 0 } path && _files.Holds(path);

    private Located<int>? Port(ProjectItem item) =>
        int.TryParse(item.EvaluatedInclude, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? new Located<int>(port, Place(item.Xml)) : null;

    private static Located<string>[] Split(Located<string> list) =>
        [.. list.Value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(f => new Located<string>(f, list.Span))];

    // The element's text, else its start tag; MSBuild knows line and column of its beginning.
    private SourceSpan Place(ProjectElement element)
    {
        var source = IsOurs(element) && _files.Read(element.ContainingProject.FullPath) is { } own ? own : _source;
        if (source == _source && element.ContainingProject != _project.Xml)
        {
            return source.Span(0, 0);
        }

        var start = source.Lines.Start(element.Location.Line - 1) + element.Location.Column - 1;
        var tagEnd = source.Content.IndexOf('>', Math.Min(start, source.Content.Length));
        if (tagEnd < 0)
        {
            return source.Span(0, 0);
        }

        var textEnd = element is ProjectPropertyElement ? source.Content.IndexOf('<', tagEnd) : -1;
        return textEnd < 0 ? source.Span(start, tagEnd + 1) : Trimmed(source, tagEnd + 1, textEnd);
    }

    private static SourceSpan Trimmed(SourceText source, int start, int end)
    {
        while (start < end && char.IsWhiteSpace(source.Content[start]))
        {
            start++;
        }

        while (end > start && char.IsWhiteSpace(source.Content[end - 1]))
        {
            end--;
        }

        return source.Span(start, end);
    }
}
