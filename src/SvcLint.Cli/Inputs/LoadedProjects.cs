using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using SvcLint.Cli.Files;
using SvcLint.Cli.Hosting;
using SvcLint.Model;
using SvcLint.Projects;
using SvcLint.Text;

#pragma warning disable RS0030 // The program was found by Programs.
namespace SvcLint.Cli.Inputs;

/// <summary>
/// What projects say once they are loaded: properties evaluated, constants of other files and projects known. A process of its own loads
/// them: it needs an SDK, and it runs their build logic.
/// </summary>
internal static class LoadedProjects
{
    private const string Program = "svclint-projects.dll";
    private const string NoSdk = "--project: there is no 'dotnet' to load projects with; install the .NET SDK and put it on the PATH";

    /// <summary>
    /// The input with what these projects and solutions say in place of what their text alone says. Where none can be loaded, the input
    /// stays as it is and says so among what is unreadable; what one project lacks is told to the person.
    /// </summary>
    public static InputSet Add(InputSet inputs, IReadOnlyList<string> projects, Host host)
    {
        var paths = projects.Select(p => Path.GetFullPath(p, host.Folder)).ToArray();
        if (paths.FirstOrDefault(p => !FileOpener.IsThere(p)) is { } missing)
        {
            return Without(inputs, $"{missing}: no such project or solution");
        }

        var program = Path.Combine(AppContext.BaseDirectory, "projects", Program);
        if (!File.Exists(program))
        {
            return Without(inputs, $"--project: this copy of svclint came without {Program}, which loads projects; install it with 'dotnet tool install svclint'");
        }

        if (DotNet(inputs.Root.Border) is not { } dotnet)
        {
            return Without(inputs, NoSdk);
        }

        try
        {
            return Answered(inputs, Ask(dotnet, program, inputs.Root.Folder, paths), host);
        }
        catch (Win32Exception)
        {
            return Without(inputs, NoSdk);
        }
        catch (JsonException exception)
        {
            return Without(inputs, $"--project: the projects changed while they were read, or {Program} is of another version ({exception.Message})");
        }
    }

    private static InputSet Answered(InputSet inputs, (int Status, byte[] Output, string Error) process, Host host)
    {
        if (process.Status != 0)
        {
            var lines = process.Error.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0).ToArray();
            var asked = lines.FirstOrDefault(l => l.StartsWith("Requested SDK version", StringComparison.Ordinal));
            return Without(inputs, $"--project: {lines.LastOrDefault() ?? $"{Program} failed with status {process.Status}"}{(asked is null ? "" : $" ({asked})")}");
        }

        var files = inputs.Files.ToDictionary(f => f.Path, StringComparer.Ordinal);
        using var stream = new MemoryStream(process.Output);
        var answer = Answer.Read(stream, path => files.TryGetValue(path, out var known) ? known.Source : Read(inputs.Root, path)) ?? throw new JsonException("another format");
        foreach (var problem in answer.Problems)
        {
            host.Say(problem);
        }

        foreach (var project in answer.Projects)
        {
            files[project.Path] = new ParsedFile { Source = project.Source, Project = project };
        }

        foreach (var code in answer.Code)
        {
            files[code.Source.Path] = ParsedFile.Of(code);
        }

        return inputs with { Files = [.. files.Values.OrderBy(f => f.Path, StringComparer.Ordinal)] };
    }

    private static (int Status, byte[] Output, string Error) Ask(string dotnet, string program, string root, IReadOnlyList<string> projects)
    {
        var start = new ProcessStartInfo(dotnet) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetDirectoryName(projects[0]) };
        foreach (var argument in (string[])["exec", program, root, .. projects])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        return (process.ExitCode, output.ToArray(), error.GetAwaiter().GetResult());
    }

    // The one that runs this tool, the one that the environment names, or the one on the PATH.
    private static string? DotNet(Border border)
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        return Path.GetFileName(Environment.ProcessPath) == name ? Environment.ProcessPath!
            : Host.Variable("DOTNET_HOST_PATH") is { Length: > 0 } host && Programs.Admit(host, border) is { } running ? running
            : Host.Variable("DOTNET_ROOT") is { Length: > 0 } root && Programs.Admit(Path.Combine(root, name), border) is { } installed ? installed
            : Programs.Find("dotnet", border);
    }

    private static SourceText? Read(InputRoot root, string path) =>
        root.Opener.ReadNamed(root.Absolute(path)).Bytes is { } bytes ? SourceText.FromBytes(path, bytes) : null;

    private static InputSet Without(InputSet inputs, string reason) => inputs with { Unreadable = [.. inputs.Unreadable, reason] };
}
