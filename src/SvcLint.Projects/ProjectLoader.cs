using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.MSBuild;
using SvcLint.CSharp;
using SvcLint.Model.DotNet;

namespace SvcLint.Projects;

/// <summary>Loads projects with everything that they import, and reads their C# with the compiler's knowledge.</summary>
internal sealed class ProjectLoader
{
    private readonly SourceFiles _files;
    private readonly SortedDictionary<string, ProjectFile> _projects = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, CodeFacts> _code = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _problems = new(StringComparer.Ordinal);

    private ProjectLoader(string root) => _files = new SourceFiles(root);

    public static async Task<Answer> Load(string root, IReadOnlyList<string> operands)
    {
        var loader = new ProjectLoader(root);
        foreach (var operand in operands)
        {
            await loader.Load(Path.GetFullPath(operand)).ConfigureAwait(false);
        }

        return new Answer(Answer.CurrentVersion, [.. loader._projects.Values], [.. loader._code.Values], [.. loader._problems]);
    }

    private async Task Load(string path)
    {
        using var workspace = MSBuildWorkspace.Create();
        using var failures = workspace.RegisterWorkspaceFailedHandler(e =>
        {
            if (e.Diagnostic.Kind == WorkspaceDiagnosticKind.Failure)
            {
                Problem(e.Diagnostic.Message);
            }
        });
        try
        {
            if (Path.GetExtension(path).StartsWith(".sln", StringComparison.OrdinalIgnoreCase))
            {
                await workspace.OpenSolutionAsync(path).ConfigureAwait(false);
            }
            else
            {
                await workspace.OpenProjectAsync(path).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException or UnauthorizedAccessException or InvalidDataException or ArgumentException)
        {
            Problem($"{_files.Relative(path)}: {exception.Message}");
            return;
        }

        // A project with several frameworks comes several times: the first one speaks.
        foreach (var project in workspace.CurrentSolution.Projects.Where(p => p is { Language: LanguageNames.CSharp, FilePath: not null }).OrderBy(p => p.Name, StringComparer.Ordinal))
        {
            if (!_projects.ContainsKey(_files.Relative(project.FilePath!)) && ProjectEvaluator.Evaluate(project.FilePath!, _files, Problem) is { } evaluated)
            {
                _projects.Add(evaluated.Path, evaluated);
                if (!evaluated.IsTest)
                {
                    await ReadCode(project).ConfigureAwait(false);
                }
            }
        }
    }

    private async Task ReadCode(Project project)
    {
        foreach (var document in project.Documents)
        {
            if (document.FilePath is { } path && CodeFacts.IsCode(path) && _files.Holds(path) && _files.Read(path) is { } source
                && await document.GetSyntaxRootAsync().ConfigureAwait(false) is { } root && root.FullSpan.Length == source.Content.Length)
            {
                var facts = CodeReader.Read(source, root, await document.GetSemanticModelAsync().ConfigureAwait(false));
                if (!facts.IsEmpty)
                {
                    _code[source.Path] = facts;
                }
            }
        }
    }

    private void Problem(string message)
    {
        lock (_problems)
        {
            _problems.Add(message.ReplaceLineEndings(" ").Trim());
        }
    }
}
