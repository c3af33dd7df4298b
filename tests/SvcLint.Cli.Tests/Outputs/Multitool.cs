namespace SvcLint.Cli.Tests.Outputs;

/// <summary>Microsoft's SARIF multitool out of npm, installed once for each machine.</summary>
internal static class Multitool
{
    private const string Package = "@microsoft/sarif-multitool-linux@5.7.0";

    private static readonly Lazy<string?> Installed = new(Install);

    public static string Require()
    {
        Skip.If(Installed.Value is null, $"npm cannot install {Package} here");
        return Installed.Value!;
    }

    private static string? Install()
    {
        if (!OperatingSystem.IsLinux() || !Tool.Exists("npm"))
        {
            return null;
        }

        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "svclint-tests-multitool-5.7.0")).FullName;
        var program = Path.Combine(folder, "node_modules", "@microsoft", "sarif-multitool-linux", "Sarif.Multitool");
        return File.Exists(program) || Tool.Start("npm", ["install", "--no-audit", "--no-fund", "--silent", "--prefix", folder, Package], folder).Status == 0 ? program : null;
    }
}
