namespace SvcLint.Model;

/// <summary>
/// A host name taken apart as the cluster's DNS does: <c>[pod.]service[.namespace[.svc[.domain]]]</c>, or the SRV form
/// <c>_port._protocol.service.namespace.svc</c>. Only the form is judged; whether such a Service exists is another question.
/// </summary>
public readonly record struct ServiceDnsName
{
    /// <summary>The Service's name.</summary>
    public string Name { get; private init; }

    /// <summary>Offset of the Service's name in the host; the namespace follows one character after its end.</summary>
    public int NameStart { get; private init; }

    public int NameEnd => NameStart + Name.Length;

    /// <summary>Null when the host is a single label: then the search list decides, first the pod's own namespace.</summary>
    public string? Namespace { get; private init; }

    /// <summary>Says <c>svc</c>: it can be nothing but a Service. Two labels alone may as well be a public name.</summary>
    public bool IsQualified { get; private init; }

    /// <summary>What follows <c>svc</c> without a final dot (<c>cluster.local</c>); null when nothing does.</summary>
    public string? Domain { get; private init; }

    /// <summary>The pod of a headless Service (<c>db-0</c> in <c>db-0.db.shop.svc</c>).</summary>
    public string? Hostname { get; private init; }

    /// <summary>The Service port's name in the SRV form.</summary>
    public string? PortName { get; private init; }

    /// <summary>False for addresses, for <c>localhost</c>, for wildcards and for names of three or more labels without <c>svc</c>.</summary>
    public static bool TryParse(string host, out ServiceDnsName name)
    {
        name = default;
        var text = host.EndsWith(".", StringComparison.Ordinal) ? host.Substring(0, host.Length - 1) : host;
        var labels = text.Split('.');
        if (text is "localhost" || !Array.TrueForAll(labels, IsLabel) || Array.TrueForAll(labels, IsNumber))
        {
            return false;
        }

        var svc = Array.IndexOf(labels, "svc", Math.Min(2, labels.Length));
        if (svc < 0)
        {
            name = new ServiceDnsName { Name = labels[0], Namespace = labels.Length == 2 ? labels[1] : null };
            return labels.Length <= 2 && labels[0][0] != '_';
        }

        var first = svc - 2;
        var isSrv = first == 2 && labels[0][0] == '_' && labels[1][0] == '_';
        if (first > 1 && !isSrv)
        {
            return false;
        }

        var start = 0;
        for (var i = 0; i < first; i++)
        {
            start += labels[i].Length + 1;
        }

        name = new ServiceDnsName
        {
            Name = labels[first],
            NameStart = start,
            Namespace = labels[first + 1],
            IsQualified = true,
            Domain = svc + 1 < labels.Length ? string.Join(".", labels, svc + 1, labels.Length - svc - 1) : null,
            Hostname = first == 1 ? labels[0] : null,
            PortName = isSrv ? labels[0].Substring(1) : null,
        };
        return true;
    }

    private static bool IsLabel(string label)
    {
        if (label.Length is 0 or > 63 || label[0] == '-' || label[label.Length - 1] == '-')
        {
            return false;
        }

        for (var i = 0; i < label.Length; i++)
        {
            var isKnown = label[i] is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' || (i == 0 && label[i] == '_');
            if (!isKnown)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsNumber(string label)
    {
        foreach (var letter in label)
        {
            if (letter is < '0' or > '9')
            {
                return false;
            }
        }

        return true;
    }
}
