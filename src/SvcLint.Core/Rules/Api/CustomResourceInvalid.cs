using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Validation;

namespace SvcLint.Rules.Api;

/// <summary>
/// A custom resource against the CustomResourceDefinition that the input carries for its cluster. Where it carries several, every one of them
/// has to say so; one that is neither in the same folder nor in the same unit may be for another cluster. Silent without a definition.
/// </summary>
public sealed class CustomResourceInvalid : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1007",
        Name = "custom-resource-invalid",
        Title = "A custom resource does not fit the schema of its CustomResourceDefinition",
        Effect = "the API server rejects the object",
        Category = Category.Api,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        var hasMutatingWebhook = context.Repository.HasKind("MutatingWebhookConfiguration");
        var files = new Lazy<HashSet<string>>(() => new HashSet<string>(context.Unit.Files, StringComparer.Ordinal));
        foreach (var item in context.Unit.OneOfEachKind.Any(o => context.Repository.CustomResources.Find(new GroupKind(o.Group, o.Kind.Value)).Any()) ? context.Unit.Objects : [])
        {
            if (item.Node is not { } node || item.Group.IndexOf('.') < 0)
            {
                continue;
            }

            var definitions = context.Repository.CustomResources.Find(new GroupKind(item.Group, item.Kind.Value))
                .Where(d => d.Count > 0 && (IsBeside(item, d) || MayMeet(context, files.Value, d[0].Span.Source.Path, item.Span.Source.Path)))
                .ToArray();
            if (definitions.Length == 0)
            {
                continue;
            }

            var severity = definitions.All(d => IsBeside(item, d)) ? Severity.Warning : Severity.Info;
            var name = item.ApiVersion.Value.Substring(item.Group.Length + 1);
            var served = definitions.SelectMany(d => d).Where(v => v.IsServed && v.Name == name).ToArray();
            if (served.Length == 0)
            {
                yield return NotServed(item, name, definitions, severity);
            }
            else if (served.All(v => v.Schema is not null))
            {
                foreach (var problem in Agreed([.. served.Select(v => new CustomResourceSchema(v.Schema!).Check(node))]))
                {
                    if (problem.Kind == CustomResourceProblemKind.Missing && hasMutatingWebhook)
                    {
                        continue;
                    }

                    yield return Report(
                        item, problem.Span, problem.Message, [new RelatedSpan(problem.Schema, "schema")], severity,
                        effect: problem.Kind == CustomResourceProblemKind.Unknown ? "strict validation rejects the object, otherwise the field is dropped silently" : null, help: problem.Help);
                }
            }
        }

        bool IsBeside(KubernetesObject item, IReadOnlyList<CustomResourceVersion> definition) =>
            Folder(definition[0].Span) == Folder(item.Span) || files.Value.Contains(definition[0].Span.Source.Path);
    }

    // A chart brings what lies in its crds/. Else both lie below one folder, and nothing applies the definition without the resource.
    private static bool MayMeet(RuleContext context, HashSet<string> files, string definition, string resource) =>
        files.Contains(ChartOf(definition))
        || (!context.Repository.IsOfBuiltUnit(definition) && !context.Repository.IsOfBuiltUnit(ChartOf(definition))
            && TopFolder(definition) == TopFolder(resource) && context.Repository.MayMeet(definition, resource));

    private static string ChartOf(string definition) => ("/" + definition).LastIndexOf("/crds/", StringComparison.Ordinal) is >= 0 and var end ? definition.Substring(0, end) + "Chart.yaml" : "";

    private Finding NotServed(KubernetesObject item, string version, IReadOnlyList<CustomResourceVersion>[] definitions, Severity severity)
    {
        var served = definitions.SelectMany(d => d).Where(v => v.IsServed).ToArray();
        var related = definitions.SelectMany(d => d).Take(1).Select(v => new RelatedSpan(v.Span, "defined here")).ToArray();
        return Report(
            item, item.ApiVersion.Span, $"the definition of {item.Kind.Value} does not serve version {version}", related, severity,
            help: served.Length > 0 ? $"use {item.Group}/{served[served.Length - 1].Name}" : null);
    }

    private static string Folder(SourceSpan span) => span.Source.Path.Substring(0, span.Source.Path.LastIndexOf('/') + 1);

    private static string TopFolder(string path) => path.Substring(0, path.IndexOf('/') + 1);

    private static IEnumerable<CustomResourceProblem> Agreed(IReadOnlyList<CustomResourceProblem>[] verdicts) =>
        verdicts[0].Where(p => verdicts.Skip(1).All(v => v.Any(q => q.Span == p.Span && q.Field == p.Field)));
}
