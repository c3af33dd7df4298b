using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace SvcLint.Cli.Tests;

/// <summary>What a process answered.</summary>
internal sealed record Run(int Status, string Output, string Error)
{
    /// <summary>Findings of <c>--format json</c>.</summary>
    public JsonElement[] Findings => [.. Json.GetProperty("findings").EnumerateArray()];

    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>"file:line RULE" of each finding.</summary>
    public string[] Places => [.. Findings.Select(f => $"{f.GetProperty("file").GetString()}:{f.GetProperty("span").GetProperty("startLine").GetInt32()} {f.GetProperty("rule").GetString()}")];
}

/// <summary>Starts svclint and other tools as processes.</summary>
internal static class Tool
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(9);

    /// <summary>The built tool, next to the tests.</summary>
    public static string Assembly { get; } = Path.Combine(AppContext.BaseDirectory, "svclint.dll");

    public static Run Svclint(string folder, string? input, params string[] words) => Start("dotnet", [Assembly, .. words], folder, input);

    /// <summary>Runs a program to its end. Variables that steer git, colors or svclint do not reach it.</summary>
    public static Run Start(string program, IReadOnlyList<string> words, string folder, string? input = null, IReadOnlyDictionary<string, string>? variables = null)
    {
        var start = new ProcessStartInfo(program, words)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("GIT_", StringComparison.Ordinal) || k is "NO_COLOR" or "FORCE_COLOR" or "SVCLINT_TRACE").ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in variables ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            process.StandardInput.Write(input ?? "");
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading.
        }

        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {string.Join(' ', words)} still ran after {Limit}");
        }

        process.WaitForExit();
        return new Run(process.ExitCode, output.Result, error.Result);
    }

    /// <summary>True when a program can be started.</summary>
    public static bool Exists(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(f => File.Exists(Path.Combine(f, program)));
}
