using SvcLint.Cluster.Addresses;
using SvcLint.Model;
using SvcLint.Model.DotNet;
using SvcLint.Text;

namespace SvcLint.Cluster;

/// <summary>An address on which an application listens, and what decided it.</summary>
public sealed record ListeningEndpoint(int Port, BoundTo To, ListeningSetting Setting);

/// <summary>
/// Where an ASP.NET Core application listens, by the precedence that was measured with .NET 10, highest first: <c>Kestrel:Endpoints</c>
/// together with <c>Listen*</c>; <c>app.Urls</c> and <c>app.Run(url)</c>; <c>UseUrls</c>; <c>--urls</c>; <c>URLS</c>; appsettings
/// <c>Urls</c>; <c>ASPNETCORE_URLS</c>; the ports of <c>HTTP_PORTS</c> in the same order; else localhost:5000. Under a generic host
/// <c>UseUrls</c> is weaker than <c>--urls</c>, <c>URLS</c> and appsettings: where that would matter, nothing is known.
/// </summary>
public sealed record ListeningEndpoints
{
    private static readonly BoundAddress[] Default = [new(5000, BoundTo.Loopback)];

    /// <summary>Null when it is not known; <see cref="Unknown"/> says why.</summary>
    public IReadOnlyList<ListeningEndpoint>? Endpoints { get; init; }

    public string? Unknown { get; init; }

    /// <summary>The settings that decided.</summary>
    public IReadOnlyList<ListeningSetting> Deciding { get; init; } = [];

    /// <summary>The settings that a stronger one makes void.</summary>
    public IReadOnlyList<ListeningSetting> WithoutEffect { get; init; } = [];

    /// <summary>Where the application of a container listens.</summary>
    public static ListeningEndpoints Of(ContainerProject join, Container container, Workload workload, DeploymentUnit unit)
    {
        var project = join.Project;
        if (!project.IsWebApplication)
        {
            return Silent("no code that starts a web application is known");
        }

        if (ContainerVariables.Of(join, container, workload, unit) is not { } variables)
        {
            return Silent("a Secret or an unknown ConfigMap is its environment");
        }

        if (ListeningEvidence.ConfigMaps(workload, unit).Any(m => m.Data?.Entries.Any(e => AppSettings.SaysListening(e.Key.Value)) ?? false))
        {
            return Silent("a ConfigMap replaces its settings files");
        }

        var program = ContainerProgram.Of(join, container, variables.Environment);
        if (!program.IsApplication)
        {
            return Silent("what starts the application is not known");
        }

        var calls = project.Code.SelectMany(c => c.Listens).ToArray();
        if (calls.Any(c => c.IsConditional) || project.References.Any(r => r.Code.Any(c => c.Listens.Count > 0)))
        {
            return Silent("the code decides at run time where it listens");
        }

        return variables.Configuration(project, program) is { } configuration
            ? Decide(calls, configuration, variables)
            : Silent("which settings file counts is not known");
    }

    private static ListeningEndpoints Decide(ListenCall[] calls, ListeningConfiguration configuration, ContainerVariables variables)
    {
        var endpoints = configuration.Endpoints.Select(e => e[0].AsUrls()).Concat(Calls(calls, ListenForm.Endpoint)).ToArray();
        var application = Calls(calls, ListenForm.ApplicationUrl);
        var host = Calls(calls, ListenForm.HostUrl);
        var urls = configuration[ListeningConfiguration.Urls];
        var ports = variables.Version is { } version && version < BaseImage.FirstWithPorts ? [] : Ports(configuration);
        var byUrls = urls.Select(u => u.AsUrls()).ToArray();
        var settings = (IReadOnlyList<ListeningSetting>)[.. endpoints, .. application, .. host, .. byUrls, .. ports];
        if (endpoints.Length > 0)
        {
            return Decided(endpoints, settings);
        }

        if (application.Count > 0)
        {
            return Decided(application, settings);
        }

        if (host.Count > 0)
        {
            return urls.Any(u => u.Place == SettingPlace.Settings || !IsHostSetting(u.Name)) ? Silent("UseUrls and configuration meet, and the host decides") : Decided(host, settings);
        }

        // An empty value counts as none, and hides weaker ones.
        if (urls.Count > 0 && urls[0].Value is null or { Length: > 0 })
        {
            return Decided([byUrls[0]], settings);
        }

        var deciding = ports.Where(p => p.Addresses is null or { Count: > 0 }).ToArray();
        return deciding.Length > 0 && variables.Version is null ? Silent("the version of .NET is not known")
            : deciding.Length > 0 ? Decided(deciding, settings)
            : Decided([new ListeningSetting("the default of ASP.NET Core", SettingPlace.Framework, variables.Place, Default)], settings);
    }

    private static bool IsHostSetting(string name) => name.StartsWith(ContainerVariables.AspNetCore, StringComparison.OrdinalIgnoreCase) || name.StartsWith(ContainerVariables.DotNet, StringComparison.OrdinalIgnoreCase);

    private static IReadOnlyList<ListeningSetting> Ports(ListeningConfiguration configuration) =>
        [.. new[] { ListeningConfiguration.HttpPorts, ListeningConfiguration.HttpsPorts }.Select(k => configuration[k]).Where(v => v.Count > 0).Select(v => v[0].AsPorts())];

    private static IReadOnlyList<ListeningSetting> Calls(ListenCall[] calls, ListenForm form) => [.. calls.Where(c => c.Form == form).Select(Call)];

    private static ListeningSetting Call(ListenCall call) => new(
        call.Form switch { ListenForm.Endpoint => "a Listen call", ListenForm.ApplicationUrl => "a URL of the application", _ => "UseUrls" },
        SettingPlace.Code,
        call.Span,
        call is { Port.Value: > 0 and var port, Host.Value: { } host } && BoundAddress.OfHost(host) is { } to ? [new BoundAddress(port, to)] : null);

    private static ListeningEndpoints Decided(IReadOnlyList<ListeningSetting> deciding, IReadOnlyList<ListeningSetting> settings) => new()
    {
        Endpoints = deciding.All(d => d.Addresses is not null) ? [.. deciding.SelectMany(d => d.Addresses!.Select(a => new ListeningEndpoint(a.Port, a.To, d)))] : null,
        Unknown = deciding.All(d => d.Addresses is not null) ? null : "the value of a setting is not known",
        Deciding = deciding,
        WithoutEffect = [.. settings.Where(s => !deciding.Any(d => ReferenceEquals(d, s)))],
    };

    private static ListeningEndpoints Silent(string reason) => new() { Unknown = reason };
}

/// <summary>The environment of an application in its container: image and manifest together.</summary>
internal sealed class ContainerVariables
{
    public const string AspNetCore = "ASPNETCORE_";
    public const string DotNet = "DOTNET_";

    private readonly Dictionary<string, (string? Value, SettingPlace Place, SourceSpan Span)> _values = new(StringComparer.OrdinalIgnoreCase);

    private ContainerVariables(ContainerEnvironment environment, int? version, SourceSpan place)
    {
        Environment = environment;
        Version = version;
        Place = place;
    }

    /// <summary>What the manifest sets.</summary>
    public ContainerEnvironment Environment { get; }

    /// <summary>The major version of .NET that the image holds; null when it is not known.</summary>
    public int? Version { get; }

    /// <summary>Where the image begins.</summary>
    public SourceSpan Place { get; }

    /// <summary>Null when the manifest takes variables from where nobody can look.</summary>
    public static ContainerVariables? Of(ContainerProject join, Container container, Workload workload, DeploymentUnit unit)
    {
        if ((container.EnvFrom?.Items ?? []).Any(e => e.SecretRef is not null || !unit.Lookup.ConfigMaps(e.ConfigMapRef?.Name?.Value, workload.Namespace).Any()))
        {
            return null;
        }

        var project = join.Project.File;
        var image = join.Dockerfile?.BaseImage ?? project.ContainerBaseImage;
        var based = image is not null ? BaseImage.Of(image) : join.IsBuiltBySdk ? BaseImage.OfFramework(join.Project.Frameworks) : null;
        var place = based?.Span ?? image?.Span ?? project.Source.Span(0, 0);
        var variables = new ContainerVariables(ContainerEnvironment.Of(container, workload, unit), based?.Version ?? BaseImage.OfFramework(join.Project.Frameworks)?.Version, place);
        variables.AddImage(join, based);
        foreach (var variable in variables.Environment.Variables)
        {
            variables._values[variable.Key] = (variable.Value?.Value, SettingPlace.Manifest, variable.Value?.Part(0, variable.Value.Value.Length) ?? container.KeySpan);
        }

        return variables;
    }

    /// <summary>What the application is configured with; null when it is not known which settings file counts.</summary>
    public ListeningConfiguration? Configuration(DotNetProject project, ContainerProgram program)
    {
        var configuration = new ListeningConfiguration();
        AddArguments(configuration, program);
        foreach (var variable in _values)
        {
            configuration.Add(variable.Key, "", variable.Value.Value, variable.Value.Place, variable.Value.Span);
        }

        var environment = EnvironmentName(program);
        if (environment is null && project.Settings.Any(s => s.Environment.Length > 0 && SaysListening(s)))
        {
            return null;
        }

        foreach (var settings in (IEnumerable<AppSettings>)[.. project.Settings.Where(s => s.Environment.Length > 0 && string.Equals(s.Environment, environment, StringComparison.OrdinalIgnoreCase)), .. project.Settings.Where(s => s.Environment.Length == 0)])
        {
            foreach (var setting in settings.Settings)
            {
                configuration.Add(setting.Key, "", setting.Value.Value, SettingPlace.Settings, setting.Value.Span);
            }
        }

        // Which of the two prefixes is stronger depends on the host.
        foreach (var prefix in (string[])[DotNet, AspNetCore])
        {
            foreach (var variable in _values.Where(v => v.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
            {
                var other = (prefix == DotNet ? AspNetCore : DotNet) + variable.Key.Substring(prefix.Length);
                var isClear = !_values.TryGetValue(other, out var value) || value.Value == variable.Value.Value;
                configuration.Add(variable.Key, prefix, isClear ? variable.Value.Value : null, variable.Value.Place, variable.Value.Span);
            }
        }

        return configuration;
    }

    private static bool SaysListening(AppSettings settings)
    {
        var configuration = new ListeningConfiguration();
        foreach (var setting in settings.Settings)
        {
            configuration.Add(setting.Key, "", setting.Value.Value, SettingPlace.Settings, setting.Value.Span);
        }

        return configuration.Endpoints.Count > 0 || configuration[ListeningConfiguration.Urls].Count > 0 || configuration[ListeningConfiguration.HttpPorts].Count > 0;
    }

    private static void AddArguments(ListeningConfiguration configuration, ContainerProgram program)
    {
        for (var i = 0; i < program.Words.Count; i++)
        {
            var (word, span, place) = program.Words[i];
            if (word is null || word.Length < 2 || word[0] is not ('-' or '/'))
            {
                continue;
            }

            var equals = word.IndexOf('=');
            var name = equals < 0 ? word : word.Substring(0, equals);
            var prefix = name.Substring(0, name.Length - name.TrimStart('-', '/').Length);
            if (equals >= 0)
            {
                configuration.Add(name, prefix, word.Substring(equals + 1), place, span);
            }
            else if (i + 1 < program.Words.Count)
            {
                configuration.Add(name, prefix, program.Words[i + 1].Word, program.Words[i + 1].Place, program.Words[i + 1].Span);
            }
        }
    }

    // Production where nothing is said; null when it is not known.
    private string? EnvironmentName(ContainerProgram program)
    {
        if (program.Words.Any(w => w.Word?.StartsWith("--environment", StringComparison.OrdinalIgnoreCase) != false))
        {
            return null;
        }

        var hasOne = _values.TryGetValue(AspNetCore + "ENVIRONMENT", out var one);
        var hasOther = _values.TryGetValue(DotNet + "ENVIRONMENT", out var other);
        return hasOne && hasOther ? (one.Value == other.Value ? one.Value : null)
            : hasOne ? one.Value
            : hasOther ? other.Value
            : "Production";
    }

    private void AddImage(ContainerProject join, BaseImage? based)
    {
        if (based is not null)
        {
            _values[based.Default.Variable] = (based.Default.Value, SettingPlace.BaseImage, based.Span);
        }
        else
        {
            foreach (var name in (string[])[ListeningConfiguration.Urls, ListeningConfiguration.HttpPorts, ListeningConfiguration.HttpsPorts])
            {
                _values[AspNetCore + name] = (null, SettingPlace.BaseImage, Place);
            }
        }

        foreach (var stage in (join.Dockerfile?.FinalStages ?? []).Reverse())
        {
            foreach (var (name, value) in stage.Environment)
            {
                _values[name] = (value?.Value, SettingPlace.Image, value?.Span ?? stage.Image.Span);
            }
        }

        foreach (var (name, value) in join.IsBuiltBySdk ? join.Project.File.ContainerEnvironment : [])
        {
            _values[name] = (value.Value.IndexOf("$(", StringComparison.Ordinal) < 0 ? value.Value : null, SettingPlace.Image, value.Span);
        }
    }
}
