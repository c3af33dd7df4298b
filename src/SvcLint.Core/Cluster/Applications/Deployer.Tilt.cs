using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Cluster.Applications;

/// <content>Tilt, as far as a Tiltfile says it plainly.</content>
internal sealed partial class Deployer
{
    private void FollowTiltfile(ParsedFile file)
    {
        var calls = TiltCall.Find(file.Source);
        if (calls.Count == 0)
        {
            return;
        }

        var folder = RelativePath.Folder(file.Path);
        var cluster = new DeploymentCluster("here:" + file.Path, "kube context");
        var charts = calls.Where(c => c.Name == "helm" && c.Texts.Count > 0).ToArray();
        if (calls.Except(charts).ToArray() is { Length: > 0 } others)
        {
            FollowCalls(others, Start(DeploymentTool.Tilt, "Tiltfile", NameOf(file) with { Span = others[0].Span }, cluster), folder);
        }

        foreach (var call in charts)
        {
            AddTiltChart(call, folder, cluster);
        }
    }

    private void FollowCalls(IReadOnlyList<TiltCall> calls, Deployment deployment, string folder)
    {
        var content = new UnitContent();
        foreach (var call in calls)
        {
            switch (call.Name)
            {
                case "k8s_yaml":
                    foreach (var path in call.Texts)
                    {
                        AddFiles(deployment, content, folder, path);
                    }

                    break;
                case "kustomize" when call.Texts.Count > 0 && RelativePath.Resolve(folder, call.Texts[0].Value) is { } path && _sources.KustomizationOf(path) is not null:
                    AddFolder(deployment, content, path, recurses: false);
                    break;
                default:
                    content.Gap(call.Span, $"what {call.Name}(…) gives is not followed");
                    break;
            }
        }

        Finish(deployment, content, null, 0);
    }

    // Tilt names a release "chart" where nothing else is said.
    private void AddTiltChart(TiltCall call, string folder, DeploymentCluster cluster)
    {
        var deployment = Start(DeploymentTool.Tilt, "release", call.Named("name").FirstOrDefault() ?? new Located<string>("chart", call.Span), cluster);
        deployment.Destination = call.Named("namespace").FirstOrDefault();
        deployment.Release = deployment.Name;
        var content = new UnitContent();
        var layers = new List<ValuesLayer>();
        foreach (var file in call.Named("values"))
        {
            AddValuesFile(deployment, content, folder, file, layers);
        }

        foreach (var set in call.Named("set"))
        {
            var equals = set.Value.IndexOf('=');
            if (equals > 0)
            {
                layers.Add(new ValuesLayer(null, null, new ReleaseParameter(set with { Value = set.Value.Substring(0, equals) }, set with { Value = set.Value.Substring(equals + 1) }, false)));
            }
        }

        if (!call.IsPlain)
        {
            content.Gap(call.Span, "arguments of helm(…) that are not plain");
        }

        var chart = call.Texts[0];
        AddLocalChart(deployment, content, folder, chart.Value.StartsWith(".", StringComparison.Ordinal) ? chart : chart with { Value = "./" + chart.Value }, layers);
        Finish(deployment, content, deployment.Destination, 0);
    }
}
