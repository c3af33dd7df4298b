using System.Diagnostics;

namespace SvcLint.Core.Tests.Kustomize;

/// <summary>The real <c>kubectl kustomize</c>, where the machine has it.</summary>
internal static class Kubectl
{
    private static readonly Lazy<bool> Available = new(() => Run("version", "--client") is not null);

    public static bool IsAvailable => Available.Value;

    /// <summary>What the folder builds, or null where kubectl refuses or needs more than a few seconds (for the network, mostly).</summary>
    public static string? Kustomize(string folder) => Run("kustomize", "--load-restrictor", "LoadRestrictionsNone", folder);

    private static string? Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("kubectl", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(TimeSpan.FromSeconds(10)))
            {
                process.Kill(entireProcessTree: true);
                return null;
            }

            return process.ExitCode == 0 && errors is not null ? output.GetAwaiter().GetResult() : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
