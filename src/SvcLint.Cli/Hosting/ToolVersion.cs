using System.Reflection;

namespace SvcLint.Cli.Hosting;

/// <summary>The version as users see it, without build metadata.</summary>
internal static class ToolVersion
{
    public static string Text { get; } = Read();

    private static string Read()
    {
        var text = typeof(ToolVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
        var metadata = text.IndexOf('+');
        return metadata < 0 ? text : text[..metadata];
    }
}
