using System.Text;
using SvcLint.Cli.Files;
using SvcLint.Cli.Hosting;
using SvcLint.Findings;
using SvcLint.Suppression;
using SvcLint.Text;

namespace SvcLint.Cli.Inputs;

/// <summary>Baselines on disk.</summary>
internal static class BaselineFile
{
    /// <exception cref="UsageException">It cannot be read, or is none.</exception>
    public static Baseline Read(string file, InputRoot root, string currentFolder)
    {
        var (bytes, reason) = root.Opener.ReadNamed(Path.GetFullPath(file, currentFolder));
        return bytes is null
            ? throw new UsageException($"--baseline {file}: {Refusal.Words(reason)}{(reason is null ? $"; --write-baseline {file} makes one" : "")}")
            : Baseline.Read(SourceText.FromBytes(file, bytes), out var problem) ?? throw new UsageException($"--baseline {problem!.Span}: {problem.Message}");
    }

    /// <exception cref="UsageException">It cannot be written.</exception>
    public static void Write(string file, InputRoot root, string currentFolder, IReadOnlyList<Finding> findings)
    {
        try
        {
            FileWriter.Write(Path.GetFullPath(file, currentFolder), root.Border, s => s.Write(Encoding.UTF8.GetBytes(Baseline.Write(findings))));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--write-baseline {file}: cannot be written ({exception.Message})");
        }
    }
}
