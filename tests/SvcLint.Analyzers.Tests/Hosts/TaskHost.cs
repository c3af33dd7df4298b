using System.Collections;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using SvcLint.Build;

namespace SvcLint.Analyzers.Tests.Hosts;

/// <summary>Runs the MSBuild task without a build.</summary>
internal sealed class TaskHost(string root) : IBuildEngine
{
    private readonly List<Reported> _reported = [];

    public bool ContinueOnError => false;

    public int LineNumberOfTaskNode => 0;

    public int ColumnNumberOfTaskNode => 0;

    public string ProjectFileOfTaskNode => "";

    /// <summary>What the task says, and whether it succeeded.</summary>
    public static (IReadOnlyList<Reported> Findings, bool Succeeded) Run(string root, IReadOnlyList<ProjectFile> files, Action<LintKubernetesManifests>? configure = null)
    {
        var host = new TaskHost(root);
        var task = new LintKubernetesManifests
        {
            BuildEngine = host,
            Root = root,
            Files = files.Select(f => new TaskItem(f.FullPath, new Dictionary<string, string> { ["SvcLintRole"] = f.Role.ToString() })).ToArray<ITaskItem>(),
        };
        configure?.Invoke(task);
        var succeeded = task.Execute();
        return (host._reported, succeeded);
    }

    public void LogErrorEvent(BuildErrorEventArgs e) => Add(e.Code, e.File, e.LineNumber, e.ColumnNumber, e.EndLineNumber, e.EndColumnNumber, "error");

    public void LogWarningEvent(BuildWarningEventArgs e) => Add(e.Code, e.File, e.LineNumber, e.ColumnNumber, e.EndLineNumber, e.EndColumnNumber, "warning");

    public void LogMessageEvent(BuildMessageEventArgs e)
    {
        if (e.Code is not null)
        {
            Add(e.Code, e.File, e.LineNumber, e.ColumnNumber, e.EndLineNumber, e.EndColumnNumber, "info");
        }
    }

    public void LogCustomEvent(CustomBuildEventArgs e)
    {
    }

    public bool BuildProjectFile(string projectFileName, string[] targetNames, IDictionary globalProperties, IDictionary targetOutputs) => throw new NotSupportedException();

    private void Add(string? rule, string? file, int line, int column, int endLine, int endColumn, string severity) =>
        _reported.Add(new Reported(rule ?? "", string.IsNullOrEmpty(file) ? "" : Path.GetRelativePath(root, file).Replace('\\', '/'), line, column, endLine, endColumn, severity));
}
