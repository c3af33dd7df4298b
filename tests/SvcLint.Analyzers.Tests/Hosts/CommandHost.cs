using System.Diagnostics;

namespace SvcLint.Analyzers.Tests.Hosts;

/// <summary>Runs the command that this build made.</summary>
internal static class CommandHost
{
    /// <summary>What it prints; it must succeed.</summary>
    public static async Task<string> Run(string folder, params string[] words)
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet",
            [BuildOutput.Of("src/SvcLint.Cli", "net10.0", "svclint.dll"), .. words])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
