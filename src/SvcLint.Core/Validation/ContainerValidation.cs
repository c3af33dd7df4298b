using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Validation;

/// <summary>Containers and init containers: names, ports and probes; what Services need to know of them.</summary>
internal sealed class ContainerValidation(KubernetesVersion version, int gracePeriod, ErrorList errors)
{
    public void Containers(PodSpec spec, ApiPath path)
    {
        if (spec.Containers is not { Count: > 0 } containers)
        {
            errors.Required(path, spec.Containers?.KeySpan ?? spec.KeySpan, "a pod needs at least one container");
            return;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < containers.Count; i++)
        {
            var at = path.Index(i);
            Common(containers[i], at);
            if (!names.Add(containers[i].Name?.Value ?? ""))
            {
                errors.Duplicate(at.Child("name"), containers[i].Name?.Span ?? containers[i].KeySpan, $"another container is named '{containers[i].Name?.Value}'");
            }

            Probes(containers[i], at);
            RestartPolicy(containers[i], at);
            RestartRuleValidation.Validate(containers[i], at, version, errors);
        }

        HostPorts(containers.Items, path, new HashSet<(string, string, int)>());
    }

    public void InitContainers(PodSpec spec, ApiPath path)
    {
        var names = new HashSet<string>((spec.Containers?.Items ?? []).Select(c => c.Name?.Value ?? ""), StringComparer.Ordinal);
        var items = spec.InitContainers?.Items ?? [];
        for (var i = 0; i < items.Count; i++)
        {
            var container = items[i];
            var at = path.Index(i);
            Common(container, at);
            if (names.Contains(container.Name?.Value ?? ""))
            {
                errors.Duplicate(at.Child("name"), container.Name?.Span ?? container.KeySpan, $"another container is named '{container.Name?.Value}'");
            }
            else if (container.Name is { Value.Length: > 0 } name)
            {
                names.Add(name.Value);
            }

            // They run one after another, so each has the ports to itself; the server always says index 0.
            HostPorts([container], path, new HashSet<(string, string, int)>());
            InitOnly(container, at);
        }
    }

    private void InitOnly(Container container, ApiPath path)
    {
        if (version >= ServerChecks.Sidecars && container.RestartPolicy is { } policy)
        {
            string[] supported = version >= ServerChecks.RestartRules ? ["Always", "Never", "OnFailure"] : ["Always"];
            if (Array.IndexOf(supported, policy.Value) < 0)
            {
                errors.NotSupported(path.Child("restartPolicy"), policy.Span, policy.Value, supported);
            }
        }

        if (version >= ServerChecks.Sidecars && container.RestartPolicy?.Value == "Always")
        {
            Probes(container, path);
            return;
        }

        const string Detail = "probes are not allowed on an init container without restartPolicy Always";
        Forbid(container.Lifecycle, path.Child("lifecycle"), Detail);
        Forbid(container.LivenessProbe, path.Child("livenessProbe"), Detail);
        Forbid(container.ReadinessProbe, path.Child("readinessProbe"), Detail);
        Forbid(container.StartupProbe, path.Child("startupProbe"), Detail);
        for (var i = 0; i < (container.ResizePolicy?.Count ?? 0) && version >= ServerChecks.ResizeOfInit; i++)
        {
            if (container.ResizePolicy![i].RestartPolicy is { Value: "RestartContainer" } restart)
            {
                errors.Invalid(path.Child("resizePolicy").Index(i).Child("restartPolicy"), restart.Span, "an init container that is not a sidecar cannot be restarted to be resized");
            }
        }
    }

    private void Forbid(ModelNode? written, ApiPath path, string detail)
    {
        if (written is not null)
        {
            errors.Forbidden(path, written.KeySpan, detail);
        }
    }

    private void RestartPolicy(Container container, ApiPath path)
    {
        if (container.RestartPolicy is not { } policy || version < ServerChecks.RestartPolicyField)
        {
            return;
        }

        if (version < ServerChecks.RestartPolicyIsDropped)
        {
            errors.Forbidden(path.Child("restartPolicy"), policy.Span, "only init containers have a restartPolicy of their own");
        }
        else if (version >= ServerChecks.RestartRules && policy.Value is not ("Always" or "Never" or "OnFailure"))
        {
            errors.NotSupported(path.Child("restartPolicy"), policy.Span, policy.Value, "Always", "Never", "OnFailure");
        }
    }

    private void Common(Container container, ApiPath path)
    {
        if (container.Name is { Value.Length: > 0 } name)
        {
            errors.Check(path.Child("name"), name.Span, NameFormat.Dns1123Label(name.Value));
        }
        else
        {
            errors.Required(path.Child("name"), container.Name?.Span ?? container.KeySpan, "a container needs a name");
        }

        if (container.Image is not { Value.Length: > 0 })
        {
            errors.Required(path.Child("image"), container.Image?.Span ?? container.KeySpan, container.Name is { Value.Length: > 0 } ? $"container '{container.Name.Value}' needs an image" : "a container needs an image");
        }

        if (container.TerminationMessagePolicy is { Value: not ("" or "File" or "FallbackToLogsOnError") } message)
        {
            errors.NotSupported(path.Child("terminationMessagePolicy"), message.Span, message.Value, "FallbackToLogsOnError", "File");
        }

        Ports(container, path.Child("ports"));
        Variables(container, path.Child("env"));
        if (container.ImagePullPolicy is { Value: not ("" or "Always" or "IfNotPresent" or "Never") } pull)
        {
            errors.NotSupported(path.Child("imagePullPolicy"), pull.Span, pull.Value, "Always", "IfNotPresent", "Never");
        }
    }

    private void Variables(Container container, ApiPath path)
    {
        var items = container.Env?.Items ?? [];
        for (var i = 0; i < items.Count; i++)
        {
            var at = path.Index(i).Child("name");
            if (items[i].Name is { Value.Length: > 0 } name)
            {
                errors.Check(at, name.Span, version >= ServerChecks.RelaxedVariables ? NameFormat.PrintableVariable(name.Value) : NameFormat.Variable(name.Value));
            }
            else
            {
                errors.Required(at, items[i].Name?.Span ?? items[i].KeySpan, "a variable needs a name");
            }
        }
    }

    private void Ports(Container container, ApiPath ports)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var items = container.Ports?.Items ?? [];
        for (var i = 0; i < items.Count; i++)
        {
            var path = ports.Index(i);
            var port = items[i];
            if (port.Name is { Value.Length: > 0 } name && errors.Check(path.Child("name", RefusalTopic.PortName), name.Span, NameFormat.PortName(name.Value)) && !names.Add(name.Value))
            {
                errors.Duplicate(path.Child("name", RefusalTopic.PortRepeated), name.Span, $"another port of this container is named '{name.Value}'");
            }

            if (port.Number is { Value: not 0 } number)
            {
                errors.Check(path.Child("containerPort", RefusalTopic.PortNumber), number.Span, NameFormat.PortNumber(number.Value));
            }
            else
            {
                errors.Required(path.Child("containerPort", RefusalTopic.PortNumber), port.Number?.Span ?? port.KeySpan, "a container port needs its number");
            }

            if (port.HostPort is { Value: not 0 } hostPort)
            {
                errors.Check(path.Child("hostPort", RefusalTopic.HostPort), hostPort.Span, NameFormat.PortNumber(hostPort.Value));
            }

            ServiceValidation.Protocol(port.Protocol!, path, errors);
        }
    }

    private void HostPorts(IReadOnlyList<Container> containers, ApiPath path, HashSet<(string Protocol, string IP, int Port)> taken)
    {
        for (var c = 0; c < containers.Count; c++)
        {
            var items = containers[c].Ports?.Items ?? [];
            for (var i = 0; i < items.Count; i++)
            {
                if (items[i].HostPort is { Value: not 0 } port && !taken.Add((items[i].Protocol!.Value, items[i].HostIP?.Value ?? "", port.Value)))
                {
                    errors.Duplicate(path.Index(c).Child("ports").Index(i).Child("hostPort", RefusalTopic.HostPort), port.Span, $"host port {port.Value}/{items[i].Protocol!.Value} is already used by another container port");
                }
            }
        }
    }

    private void Probes(Container container, ApiPath path)
    {
        Handler(container.Lifecycle?.PostStart, path.Child("lifecycle").Child("postStart"));
        Handler(container.Lifecycle?.PreStop, path.Child("lifecycle").Child("preStop"));
        Probe(container.LivenessProbe, path.Child("livenessProbe"), succeedsOnce: true);
        Probe(container.ReadinessProbe, path.Child("readinessProbe"), succeedsOnce: false);
        Probe(container.StartupProbe, path.Child("startupProbe"), succeedsOnce: true);
    }

    private void Probe(Probe? probe, ApiPath path, bool succeedsOnce)
    {
        if (probe is null)
        {
            return;
        }

        Handlers(probe, path, probe.Exec, probe.HttpGet, probe.TcpSocket, probe.Grpc, null);
        NotNegative(probe.InitialDelaySeconds, path.Child("initialDelaySeconds"));
        NotNegative(probe.TimeoutSeconds, path.Child("timeoutSeconds"));
        NotNegative(probe.PeriodSeconds, path.Child("periodSeconds"));
        NotNegative(probe.SuccessThreshold, path.Child("successThreshold"));
        NotNegative(probe.FailureThreshold, path.Child("failureThreshold"));
        if (succeedsOnce && probe.SuccessThreshold is { Value: not 1 } threshold)
        {
            errors.Invalid(path.Child("successThreshold"), threshold.Span, "must be 1 for this probe");
        }

        // A readiness probe never ends a container.
        if (probe.TerminationGracePeriodSeconds is { } grace && (grace.Value <= 0 || !succeedsOnce))
        {
            errors.Invalid(path.Child("terminationGracePeriodSeconds"), grace.Span, succeedsOnce ? "must be greater than 0" : "a readiness probe does not end the container, so it has no grace period");
        }
    }

    private void NotNegative(Located<int>? value, ApiPath path)
    {
        if (value is { Value: < 0 })
        {
            errors.Invalid(path, value.Span, "must not be negative");
        }
    }

    private void Handler(LifecycleHandler? handler, ApiPath path)
    {
        if (handler is not null)
        {
            Handlers(handler, path, handler.Exec, handler.HttpGet, handler.TcpSocket, null, version >= ServerChecks.SleepOn ? handler.Sleep : null);
        }
    }

    // The first handler counts; every further one is refused.
    private void Handlers(ModelNode owner, ApiPath path, ExecAction? exec, HttpGetAction? http, TcpSocketAction? tcp, GrpcAction? grpc, SleepAction? sleep)
    {
        var found = false;
        One(exec, "exec", e => CommandOf(e, path.Child("exec")));
        One(http, "httpGet", h => Http(h, path.Child("httpGet")));
        One(tcp, "tcpSocket", t => Port(t.Port, t, path.Child("tcpSocket")));
        One(grpc, "grpc", g => Port(g.Port, g, path.Child("grpc")));
        One(sleep, "sleep", s => Sleep(s, path.Child("sleep")));
        if (!found)
        {
            errors.Required(path, owner.KeySpan, "a probe or hook needs a handler: exec, httpGet, tcpSocket or grpc");
        }

        void One<T>(T? handler, string name, Action<T> check)
            where T : ModelNode
        {
            if (handler is not null && found)
            {
                errors.Forbidden(path.Child(name), handler.KeySpan, "only one handler is allowed");
            }
            else if (handler is not null)
            {
                found = true;
                check(handler);
            }
        }
    }

    private void Sleep(SleepAction sleep, ApiPath path)
    {
        var seconds = sleep.Seconds?.Value ?? 0;
        if (seconds < (version >= ServerChecks.SleepMayBeZero ? 0 : 1) || seconds > gracePeriod)
        {
            errors.Invalid(path, sleep.Seconds?.Span ?? sleep.KeySpan, $"{seconds} seconds of sleep do not fit into terminationGracePeriodSeconds ({gracePeriod})");
        }
    }

    private void CommandOf(ExecAction exec, ApiPath path)
    {
        if (exec.Command is not { Count: > 0 })
        {
            errors.Required(path.Child("command"), exec.Command?.KeySpan ?? exec.KeySpan, "exec needs a command");
        }
    }

    private void Http(HttpGetAction http, ApiPath path)
    {
        Port(http.Port, http, path);
        if (http.Scheme is { Value: not ("HTTP" or "HTTPS") } scheme)
        {
            errors.NotSupported(path.Child("scheme"), scheme.Span, scheme.Value, "HTTP", "HTTPS");
        }

        foreach (var header in http.HttpHeaders?.Items ?? [])
        {
            errors.Check(path.Child("httpHeaders"), header.Name?.Span ?? header.KeySpan, NameFormat.HttpHeader(header.Name?.Value ?? ""));
        }
    }

    private void Port(Located<IntOrString>? port, ModelNode owner, ApiPath path) =>
        ServiceValidation.NumberOrName(port ?? new Located<IntOrString>(new IntOrString(0, null), owner.KeySpan), path, "port", errors);
}
