using SvcLint.Kubernetes;

namespace SvcLint.Emulation;

/// <summary>Everything that kube-proxy gives the kernel of one node for one family, as typed objects in canonical order.</summary>
public abstract class RuleSet
{
    private protected RuleSet(ProxyMode mode, IPFamily family)
    {
        Mode = mode;
        Family = family;
    }

    public ProxyMode Mode { get; }

    public IPFamily Family { get; }

    /// <summary>Writes the text that kube-proxy would write, lines ended by LF.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="explain">Puts before each rule a line that names the YAML behind it; the text still loads.</param>
    public void Write(TextWriter output, bool explain = false)
    {
        var text = new RuleTextBuilder(output, explain);
        Write(text);
        text.Flush();
    }

    public string ToText(bool explain = false)
    {
        var text = new RuleTextBuilder(null, explain);
        Write(text);
        return text.ToString();
    }

    private protected abstract void Write(RuleTextBuilder text);
}
