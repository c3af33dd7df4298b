using SvcLint.Cli.Files;
using SvcLint.Cli.Hosting;

namespace SvcLint.Cli.Inputs;

/// <summary>The one place that finds programs: on the PATH, where its entries are absolute and no stranger writes; never in the current folder.</summary>
internal static class Programs
{
    /// <summary>The absolute path of a program, or null.</summary>
    /// <param name="name">Without extension.</param>
    /// <param name="border">The tree whose programs are not started.</param>
    public static string? Find(string name, Border border)
    {
        var file = OperatingSystem.IsWindows() ? name + ".exe" : name;
        foreach (var folder in (Host.Variable("PATH") ?? "").Split(Path.PathSeparator))
        {
            if (Path.IsPathFullyQualified(folder) && Admit(Path.Combine(folder, file), border) is { } program)
            {
                return program;
            }
        }

        return null;
    }

    /// <summary>The path, if it is a program that may be started; null otherwise.</summary>
    public static string? Admit(string path, Border border) =>
        Path.IsPathFullyQualified(path) && File.Exists(path) && IsExecutable(path) && RealPath.Of(path) is { } real && !border.Holds(path, real) ? path : null;

    private static bool IsExecutable(string path) =>
        OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;
}
