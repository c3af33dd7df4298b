using SvcLint.Findings;
using SvcLint.Kubernetes.Annotations;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>A rule about the annotations of one Service.</summary>
public abstract class AnnotationRule : Rule
{
    /// <summary>True for rules that miss something: more of the Service may come from what is not known.</summary>
    protected virtual bool NeedsWholeService => false;

    public sealed override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Unit.Services)
        {
            if (service.Metadata.Annotations is not { Count: > 0 } annotations)
            {
                continue;
            }

            if (NeedsWholeService && !context.Unit.IsFullyKnown)
            {
                context.Silent(this, "the unit is not fully known", annotations.KeySpan);
                continue;
            }

            foreach (var finding in Check(new AnnotatedService(service)))
            {
                yield return finding;
            }
        }
    }

    protected abstract IEnumerable<Finding> Check(AnnotatedService service);

    /// <summary>The key's last part: what people recognize; the whole key stands in the source line.</summary>
    protected static string Short(string key) => key.Substring(key.IndexOf('/') + 1);

    /// <summary>A condition with its keys as people recognize them, and without the marks of a page.</summary>
    protected static string Short(AnnotationCondition condition) =>
        Plain(condition.Text);

    /// <summary>Words about annotations with their keys as people recognize them.</summary>
    protected static string Plain(string text) =>
        text.Replace("service.beta.kubernetes.io/", "").Replace("service.kubernetes.io/", "").Replace("do-loadbalancer-", "").Replace("`", "");

    /// <summary>Words of a page as messages quote: in single quotes.</summary>
    protected static string Quoted(string text) => text.Replace('`', '\'');

    /// <summary>Only what was read in a controller's source may be more than advice.</summary>
    protected static Severity SeverityOf(Certainty certainty) => certainty == Certainty.Verified ? Severity.Warning : Severity.Info;

    protected static Fix Rename(StringMapEntry entry, string key, FixSafety safety) =>
        new($"Write {key}", safety, [new TextEdit(entry.Key.Part(0, entry.Key.Value.Length), key)]);
}
