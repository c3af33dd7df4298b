using SvcLint.Cli.Commands;
using SvcLint.Findings;
using SvcLint.Suppression;
using SvcLint.Text;

namespace SvcLint.Cli.Inputs;

/// <summary>Baselines on disk.</summary>
internal static class BaselineFile
{
    /// <exception cref="UsageException">It cannot be read, or is none.</exception>
    public static Baseline Read(string file, string currentFolder)
    {
        try
        {
            var source = SourceText.FromBytes(file, File.ReadAllBytes(Path.GetFullPath(file, currentFolder)));
            return Baseline.Read(source, out var problem) ?? throw new UsageException($"--baseline {problem!.Span}: {problem.Message}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--baseline {file}: cannot be read; --write-baseline {file} makes one");
        }
    }

    /// <exception cref="UsageException">It cannot be written.</exception>
    public static void Write(string file, string currentFolder, IReadOnlyList<Finding> findings)
    {
        try
        {
            File.WriteAllText(Path.GetFullPath(file, currentFolder), Baseline.Write(findings));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--write-baseline {file}: cannot be written ({exception.Message})");
        }
    }
}
