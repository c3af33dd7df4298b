using SvcLint.Cli.Hosting;
using SvcLint.Cli.Outputs;

namespace SvcLint.Cli.Commands;

/// <summary>Options of every command that reads manifests.</summary>
internal static class InputArguments
{
    public static readonly Option Unit = new("--unit", "NAME=PATH", "Names what is applied together; PATH may be -") { Repeats = true };

    public static readonly Option KubernetesVersion = new("--kubernetes-version", "VERSION", $"Version of the cluster, {Kubernetes.KubernetesVersion.Oldest} to {Kubernetes.KubernetesVersion.Newest}")
    {
        Suggestions = () => Kubernetes.KubernetesVersion.Supported.Select(v => v.ToString()),
    };

    public static readonly Option Config = new("--config", "FILE", "The configuration; default the nearest svclint.yaml or .svclint.yaml up to the git root") { IsPath = true };

    public static readonly Option Color = new("--color", "WHEN", "Color: auto, always or never; NO_COLOR and FORCE_COLOR count too") { Choices = ["auto", "always", "never"] };

    /// <exception cref="UsageException">It is no version, or none that svclint knows.</exception>
    public static Kubernetes.KubernetesVersion? Version(Arguments arguments)
    {
        return arguments.Value(KubernetesVersion) is { } text ? Read(text, KubernetesVersion) : null;
    }

    /// <exception cref="UsageException">It is no version, or none that svclint knows.</exception>
    public static Kubernetes.KubernetesVersion Read(string text, Option option) =>
        Kubernetes.KubernetesVersion.TryParse(text, out var version) && version.IsSupported
            ? version
            : throw new UsageException($"{option.Name} {text}: svclint knows {Kubernetes.KubernetesVersion.Oldest} to {Kubernetes.KubernetesVersion.Newest}");

    public static Paint Paint(Arguments arguments, bool isTerminal) => Outputs.Paint.Choose(arguments.Value(Color), Host.Variable, isTerminal);
}
