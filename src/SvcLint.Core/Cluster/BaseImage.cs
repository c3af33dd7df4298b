using System.Globalization;
using SvcLint.Model;
using SvcLint.Model.DotNet;
using SvcLint.Text;

namespace SvcLint.Cluster;

/// <summary>What Microsoft's images with a .NET runtime set by themselves: up to .NET 7 port 80, from .NET 8 on port 8080.</summary>
/// <param name="Name">The image.</param>
/// <param name="Version">The major version of .NET.</param>
/// <param name="Span">Where the image is named.</param>
internal sealed record BaseImage(string Name, int Version, SourceSpan Span)
{
    /// <summary>The version from which on <c>HTTP_PORTS</c> is read.</summary>
    public const int FirstWithPorts = 8;

    private const int Newest = 10;
    private const int LastCore = 3;

    private static readonly string[] Runtimes = ["aspnet", "runtime", "runtime-deps"];

    /// <summary>The variable that it sets, and the value.</summary>
    public (string Variable, string Value) Default => Version >= FirstWithPorts ? ("ASPNETCORE_HTTP_PORTS", "8080") : ("ASPNETCORE_URLS", "http://+:80");

    /// <summary>Null for other images: their defaults are not known.</summary>
    public static BaseImage? Of(Located<string> image)
    {
        if (ImageName.Parse(image.Value) is not { Registry: "mcr.microsoft.com" } name || !name.Repository.StartsWith("dotnet/", StringComparison.Ordinal) || !Runtimes.Contains(name.Name))
        {
            return null;
        }

        // The repositories of .NET Core ended with 3.1.
        var latest = name.Repository.StartsWith("dotnet/core/", StringComparison.Ordinal) ? LastCore : Newest;
        return (name.Tag is null or "latest" ? latest : Major(name.Tag)) is { } version ? new BaseImage(image.Value, version, image.Span) : null;
    }

    /// <summary>The image that the SDK builds on when the project names none.</summary>
    public static BaseImage? OfFramework(IReadOnlyList<Located<string>> frameworks) =>
        frameworks.Count == 1 && frameworks[0].Value.StartsWith("net", StringComparison.Ordinal) && Major(frameworks[0].Value.Substring(3)) is { } version
            ? new BaseImage($"mcr.microsoft.com/dotnet/aspnet:{version}.0", version, frameworks[0].Span)
            : null;

    // 8.0, 9.0.1-alpine3.20, 8.0-jammy-chiseled
    private static int? Major(string tag)
    {
        var digits = tag.TakeWhile(c => c is >= '0' and <= '9').Count();
        return digits is 1 or 2 && (digits == tag.Length || tag[digits] is '.' or '-') ? int.Parse(tag.Substring(0, digits), NumberStyles.None, CultureInfo.InvariantCulture) : null;
    }
}
