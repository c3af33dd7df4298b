using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Validation;

/// <summary>
/// What kube-proxy (on Linux) checks before it starts. Paths are those of the file, not of its internal types. Takes a configuration as
/// written: kube-proxy's defaults replace zero values, which none of its checks refuses.
/// </summary>
internal static class KubeProxyValidation
{
    public const int MostMasqueradeBit = 31;
    public const int MostOomScore = 1000;

    /// <summary>The only mode on Windows; taken for a mistake unless the settings for Windows stand beside it.</summary>
    public const string WindowsMode = "kernelspace";

    public static readonly string[] Modes = ["iptables", "ipvs", "nftables"];
    public static readonly string[] DetectLocalModes = ["ClusterCIDR", "NodeCIDR", "BridgeInterface", "InterfaceNamePrefix"];

    private static readonly string[] Schedulers = ["rr", "wrr", "lc", "wlc", "lblc", "lblcr", "sh", "dh", "sed", "nq"];

    public static void Validate(KubeProxyConfiguration config, KubernetesVersion version, ErrorList errors)
    {
        Gates(config, version, errors);
        errors.Stage = ValidationStage.Validate;
        Iptables(config, version, errors);
        Ipvs(config, version, errors);
        NftablesSection(config, version, errors);
        Conntrack(config.Conntrack, version, errors);
        Mode(config, version, errors);
        if (config.ClientConnection?.Burst is { Value: < 0 } burst)
        {
            errors.Invalid(Path("clientConnection.burst"), burst.Span, "must not be negative");
        }

        if (config.OomScoreAdj is { Value: < -MostOomScore or > MostOomScore } score)
        {
            errors.Invalid(Path("oomScoreAdj"), score.Span, "must lie between -1000 and 1000");
        }

        if (Duration(config.ConfigSyncPeriod) is < 0)
        {
            errors.Invalid(Path("configSyncPeriod"), config.ConfigSyncPeriod!.Span, "must be longer than 0");
        }

        Addresses(config, errors);
        ClusterCidr(config, version, errors);
        if (version < KubeProxyChecks.PortRangeIgnored)
        {
            PortRange(config.PortRange, errors);
        }

        NodePortAddresses(config.NodePortAddresses, version, errors);
        HiddenMetrics(config.ShowHiddenMetricsForVersion, version, errors);
        DetectLocal(config, version, errors);
        if (version >= KubeProxyChecks.Logging)
        {
            KubeProxyLoggingValidation.Validate(config, ApiPath.Root(RefusalTopic.KubeProxy).Child("logging"), version, errors);
        }
    }

    private static ApiPath Path(string path) => ApiPath.Root(RefusalTopic.KubeProxy).Child(path);

    // A zero value is replaced by a default, all of which are valid.
    private static long? Duration(Located<string>? value) =>
        value is not null && GoDuration.TryParse(value.Value, out var nanoseconds) ? nanoseconds : null;

    private static void Gates(KubeProxyConfiguration config, KubernetesVersion version, ErrorList errors)
    {
        errors.Stage = ValidationStage.FeatureGates;
        var path = ApiPath.Root(RefusalTopic.FeatureGate).Child("featureGates");
        foreach (var (gate, enabled) in config.FeatureGates?.Entries ?? [])
        {
            if (FeatureGateTable.State(gate.Value, version) is not { } state)
            {
                continue;
            }

            if (!state.Exists)
            {
                errors.Of(version, path, ErrorType.FeatureGate, $"Kubernetes {version} has no feature gate {gate.Value}", gate.Span);
            }
            else if (state.IsLocked && enabled is { } set && set.Value != state.Default)
            {
                errors.Of(version, path, ErrorType.FeatureGate, $"feature gate {gate.Value} is locked to {(state.Default ? "true" : "false")} in Kubernetes {version}", set.Span);
            }
        }

        if (FeatureGateTable.UnmetDependency(FeatureGates.Settings(config.FeatureGates), version) is var (dependent, requires))
        {
            var entry = config.FeatureGates!.Entries.FirstOrDefault(e => e.Gate.Value == dependent || e.Gate.Value == requires).Gate;
            errors.Add(path, ErrorType.FeatureGate, $"feature gate {dependent} is on{(entry is null ? " by AllAlpha or AllBeta" : "")}, but depends on {requires}, which is off", entry?.Span ?? config.FeatureGates.KeySpan);
        }
    }

    private static void Iptables(KubeProxyConfiguration config, KubernetesVersion version, ErrorList errors)
    {
        var section = config.Iptables;
        MasqueradeBit(section?.MasqueradeBit, "iptables.masqueradeBit", errors);
        if (version < KubeProxyChecks.PeriodsByMode || config.Mode?.Value is not ("ipvs" or "nftables"))
        {
            Periods(section?.SyncPeriod, section?.MinSyncPeriod, 1, "iptables", errors);
        }
    }

    private static void MasqueradeBit(Located<int>? bit, string path, ErrorList errors)
    {
        if (bit is { Value: < 0 or > MostMasqueradeBit })
        {
            errors.Invalid(Path(path), bit.Span, "must lie between 0 and 31: it is a bit of the packet mark");
        }
    }

    private static void Periods(Located<string>? sync, Located<string>? minSync, long defaultMinSeconds, string section, ErrorList errors)
    {
        const long Second = 1_000_000_000;
        var period = Duration(sync) is { } written and not 0 ? written : 30 * Second;
        var least = Duration(minSync) is { } given and not 0 ? given : defaultMinSeconds * Second;
        if (period <= 0)
        {
            errors.Invalid(Path(section + ".syncPeriod"), sync!.Span, "must be longer than 0");
        }

        if (least < 0)
        {
            errors.Invalid(Path(section + ".minSyncPeriod"), minSync!.Span, "must not be negative");
        }

        if (least > period)
        {
            errors.Invalid(Path(section + ".syncPeriod"), (sync ?? minSync)!.Span, $"syncPeriod {sync?.Value ?? "30s"} is shorter than minSyncPeriod {minSync?.Value ?? defaultMinSeconds + "s"}");
        }
    }

    private static void Ipvs(KubeProxyConfiguration config, KubernetesVersion version, ErrorList errors)
    {
        if (config.Mode?.Value != "ipvs")
        {
            return;
        }

        var section = config.Ipvs;
        Periods(section?.SyncPeriod, section?.MinSyncPeriod, 0, "ipvs", errors);
        NotNegative(section?.TcpTimeout, "ipvs.tcpTimeout", errors);
        NotNegative(section?.TcpFinTimeout, "ipvs.tcpFinTimeout", errors);
        NotNegative(section?.UdpTimeout, "ipvs.udpTimeout", errors);
        if (version < KubeProxyChecks.AnyScheduler && section?.Scheduler is { Value.Length: > 0 } scheduler && Array.IndexOf(Schedulers, scheduler.Value) < 0)
        {
            // The server names the field twice.
            errors.Invalid(Path("ipvs.scheduler").Child("scheduler"), scheduler.Span, $"'{scheduler.Value}' is not valid; use {string.Join(", ", Schedulers)}");
        }

        var excluded = section?.ExcludeCIDRs?.Items ?? [];
        for (var i = 0; i < excluded.Count; i++)
        {
            if (!CidrValue.TryParseSloppy(excluded[i].Value, out _))
            {
                errors.Invalid(Path("ipvs.excludeCIDRs").Index(i), excluded[i].Span, $"'{excluded[i].Value}' is not a CIDR range such as 10.0.0.0/8");
            }
        }
    }

    private static void NotNegative(Located<string>? value, string path, ErrorList errors)
    {
        if (Duration(value) is < 0)
        {
            errors.Invalid(Path(path), value!.Span, "must not be negative");
        }
    }

    private static void NftablesSection(KubeProxyConfiguration config, KubernetesVersion version, ErrorList errors)
    {
        if (version >= KubeProxyChecks.Nftables && config.Mode?.Value == "nftables")
        {
            MasqueradeBit(config.Nftables?.MasqueradeBit, "nftables.masqueradeBit", errors);
            Periods(config.Nftables?.SyncPeriod, config.Nftables?.MinSyncPeriod, 1, "nftables", errors);
        }
    }

    private static void Conntrack(ConntrackConfiguration? section, KubernetesVersion version, ErrorList errors)
    {
        NotNegative(section?.MaxPerCore, "conntrack.maxPerCore", errors);
        NotNegative(section?.Min, "conntrack.min", errors);
        NotNegative(section?.TcpEstablishedTimeout, "conntrack.tcpEstablishedTimeout", errors);
        NotNegative(section?.TcpCloseWaitTimeout, "conntrack.tcpCloseWaitTimeout", errors);
        if (version >= KubeProxyChecks.Nftables)
        {
            NotNegative(section?.UdpTimeout, "conntrack.udpTimeout", errors);
            NotNegative(section?.UdpStreamTimeout, "conntrack.udpStreamTimeout", errors);
        }
    }

    private static void NotNegative(Located<int>? value, string path, ErrorList errors)
    {
        if (value is { Value: < 0 })
        {
            errors.Invalid(Path(path), value.Span, "must not be negative");
        }
    }

    private static void Mode(KubeProxyConfiguration config, KubernetesVersion version, ErrorList errors)
    {
        if (config.Mode is not { Value.Length: > 0 } mode || mode.Value == "iptables")
        {
            return;
        }

        if (mode.Value == "ipvs")
        {
            if (version >= KubeProxyChecks.IpvsHasGate && !FeatureGateTable.IsOn("KubeProxyIPVS", FeatureGates.Settings(config.FeatureGates), version))
            {
                errors.Invalid(Path("mode"), mode.Span, "mode ipvs requires feature gate KubeProxyIPVS, which is off");
            }

            return;
        }

        if (mode.Value == WindowsMode && IsForWindows(config.Winkernel))
        {
            return;
        }

        const string Gate = "NFTablesProxyMode";
        if (mode.Value == "nftables" && version >= KubeProxyChecks.Nftables)
        {
            if (!FeatureGateTable.IsOn(Gate, FeatureGates.Settings(config.FeatureGates), version))
            {
                errors.Of(version, Path("mode"), ErrorType.Invalid, $"mode nftables needs feature gate {Gate} in Kubernetes {version}", mode.Span);
            }

            return;
        }

        string[] known = version >= KubeProxyChecks.Nftables ? ["iptables", "ipvs", "nftables"] : ["iptables", "ipvs"];
        if (ApiError.Nearest(mode.Value, known) is { } meant)
        {
            errors.Add(Path("mode"), ErrorType.Invalid, $"'{mode.Value}' is not valid; did you mean '{meant}'?", mode.Span);
            return;
        }

        errors.Of(version, Path("mode"), ErrorType.Invalid, $"'{mode.Value}' is not valid in Kubernetes {version}; use {Alternatives.Of(known)}", mode.Span);
    }

    private static bool IsForWindows(WinkernelConfiguration? section) =>
        section is { NetworkName.Value.Length: > 0 } or { SourceVip.Value.Length: > 0 } or { RootHnsEndpointName.Value.Length: > 0 } or { EnableDSR.Value: true } or { ForwardHealthCheckVip.Value: true };

    private static void Addresses(KubeProxyConfiguration config, ErrorList errors)
    {
        if (config.BindAddress is { Value.Length: > 0 } bind && !IPAddressValue.TryParseSloppy(bind.Value, out _))
        {
            errors.Invalid(Path("bindAddress"), bind.Span, $"'{bind.Value}' is not an IP address");
        }

        HostPort(config.HealthzBindAddress, "healthzBindAddress", errors);
        HostPort(config.MetricsBindAddress, "metricsBindAddress", errors);
    }

    private static void HostPort(Located<string>? value, string path, ErrorList errors)
    {
        // A bare address gets the default port, but one in IPv4-mapped notation no brackets.
        if (value is not { Value.Length: > 0 } || (IPAddressValue.TryParseSloppy(value.Value, out var bare) && !bare.IsIPv4Mapped))
        {
            return;
        }

        var text = value.Value;
        var colon = text.LastIndexOf(':');
        var host = colon < 0 ? "" : text.Substring(0, colon);
        var isBracketed = host.Length > 1 && host[0] == '[' && host[host.Length - 1] == ']';
        if (colon < 0 || (!isBracketed && host.IndexOfAny([':', '[', ']']) >= 0))
        {
            errors.Invalid(Path(path), value.Span, $"'{text}' is not an address with port, such as 0.0.0.0:10256");
            return;
        }

        host = isBracketed ? host.Substring(1, host.Length - 2) : host;
        if (!IPAddressValue.TryParseSloppy(host, out _))
        {
            errors.Invalid(Path(path), value.Span, host.Length == 0 ? "the address before the port is missing" : $"'{host}' is not an IP address");
        }

        if (!TryNumber(text.Substring(colon + 1), out var port) || NameFormat.PortNumber(port) is not null)
        {
            errors.Invalid(Path(path), value.Span, $"'{text.Substring(colon + 1)}' is not a port number");
        }
    }

    private static void ClusterCidr(KubeProxyConfiguration config, KubernetesVersion version, ErrorList errors)
    {
        if (config.ClusterCIDR is not { Value.Length: > 0 } written
            || (version >= KubeProxyChecks.ClusterCidrByMode && config.DetectLocalMode?.Value is not (null or "" or "ClusterCIDR")))
        {
            return;
        }

        var parts = written.Value.Split(',');
        var cidrs = new List<CidrValue>();
        foreach (var part in parts)
        {
            if (CidrValue.TryParseSloppy(part, out var cidr))
            {
                cidrs.Add(cidr);
            }
        }

        var problem = parts.Length > 2 ? "at most two ranges are allowed, one of each IP family"
            : cidrs.Count < parts.Length ? $"'{written.Value}' is not a CIDR range such as 10.244.0.0/16"
            : cidrs.Count == 2 && cidrs[0].Family == cidrs[1].Family ? "two ranges must be of different IP families"
            : null;
        errors.Check(Path("clusterCIDR"), written.Span, problem);
    }

    private static void PortRange(Located<string>? range, ErrorList errors)
    {
        if (range is { Value.Length: > 0 } && !IsPortRange(range.Value.Trim()))
        {
            errors.Invalid(Path("portRange"), range.Span, $"'{range.Value}' is not a port range such as 30000-32767");
        }
    }

    // "a-b", "a+length" or one number.
    private static bool IsPortRange(string text)
    {
        var hyphen = text.IndexOf('-');
        var plus = text.IndexOf('+');
        var at = Math.Max(hyphen, plus);
        if (text.Length == 0 || at < 0)
        {
            return text.Length == 0 || (TryNumber(text, out var port) && port <= NameFormat.MaxPort);
        }

        return Math.Min(hyphen, plus) < 0
            && TryNumber(text.Substring(0, at), out var first) && TryNumber(text.Substring(at + 1), out var second)
            && (plus < 0 ? second : first + second) is var last && last >= first && last <= NameFormat.MaxPort;
    }

    // As Go's strconv.Atoi: a sign is allowed.
    private static bool TryNumber(string text, out int number)
    {
        number = 0;
        var digits = text.Length > 0 && text[0] is '+' or '-' ? text.Substring(1) : text;
        foreach (var c in digits)
        {
            if (c is not (>= '0' and <= '9') || number > 1_000_000)
            {
                return false;
            }

            number = (number * 10) + c - '0';
        }

        number = text.Length > 0 && text[0] == '-' ? -number : number;
        return digits.Length > 0;
    }

    private static void NodePortAddresses(LocatedList<Located<string>>? addresses, KubernetesVersion version, ErrorList errors)
    {
        var items = addresses?.Items ?? [];
        if (version >= KubeProxyChecks.AddressKeywords)
        {
            KeywordsAndRanges(items, errors);
            return;
        }

        for (var i = 0; i < items.Count; i++)
        {
            if (version >= KubeProxyChecks.PrimaryAddresses && items[i].Value == "primary")
            {
                if (items.Count > 1)
                {
                    errors.Invalid(Path("nodePortAddresses").Index(i), items[i].Span, "'primary' must be the only entry");
                }

                return;
            }

            if (!CidrValue.TryParseSloppy(items[i].Value, out _))
            {
                errors.Invalid(Path("nodePortAddresses").Index(i), items[i].Span, $"'{items[i].Value}' is not a CIDR range such as 10.0.0.0/8");
            }
        }
    }

    private static void KeywordsAndRanges(IReadOnlyList<Located<string>> items, ErrorList errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < items.Count; i++)
        {
            var path = Path("nodePortAddresses").Index(i);
            if (items[i].Value is "primary" or "localhost" or "all")
            {
                if (!seen.Add(items[i].Value))
                {
                    errors.Duplicate(path, items[i].Span, $"keyword '{items[i].Value}' is given twice");
                }
            }
            else if (!CidrValue.TryParseSloppy(items[i].Value, out _))
            {
                errors.Invalid(path, items[i].Span, $"'{items[i].Value}' is not a CIDR such as 10.0.0.0/8, nor 'primary', 'localhost' or 'all'");
            }
        }
    }

    // kube-proxy knows the metrics that its own version hides, not those that were hidden before.
    private static void HiddenMetrics(Located<string>? shown, KubernetesVersion version, ErrorList errors)
    {
        var previous = new KubernetesVersion(version.Minor - 1).ToString();
        if (shown is { Value.Length: > 0 } && shown.Value != previous)
        {
            errors.Of(version, Path("showHiddenMetricsForVersion"), ErrorType.Invalid, $"Kubernetes {version} takes only the version before it, {previous}", shown.Span);
        }
    }

    private static void DetectLocal(KubeProxyConfiguration config, KubernetesVersion version, ErrorList errors)
    {
        switch (config.DetectLocalMode?.Value)
        {
            case null or "" or "ClusterCIDR" or "NodeCIDR":
                break;
            case "BridgeInterface":
                Interface(config.DetectLocal?.BridgeInterface, "bridgeInterface", config, errors);
                break;
            case "InterfaceNamePrefix":
                Interface(config.DetectLocal?.InterfaceNamePrefix, "interfaceNamePrefix", config, errors);
                break;
            default:
                if (version >= KubeProxyChecks.DetectLocalMode && config.DetectLocalMode is { } mode && Array.IndexOf(DetectLocalModes, mode.Value) < 0)
                {
                    errors.Add(Path("detectLocalMode"), ErrorType.NotSupported, $"'{mode.Value}' is not valid; use {string.Join(", ", DetectLocalModes)}", mode.Span);
                }

                break;
        }
    }

    private static void Interface(Located<string>? name, string field, KubeProxyConfiguration config, ErrorList errors)
    {
        if (name is not { Value.Length: > 0 })
        {
            errors.Invalid(Path("detectLocal." + field), (name ?? config.DetectLocalMode!).Span, $"detectLocalMode {config.DetectLocalMode!.Value} needs detectLocal.{field}");
        }
    }
}
