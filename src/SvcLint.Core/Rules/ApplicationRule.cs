using SvcLint.Cluster;
using SvcLint.Cluster.Applications;
using SvcLint.Findings;

namespace SvcLint.Rules;

/// <summary>A rule about GitOps applications: what they deploy, and what meets in a cluster.</summary>
public abstract class ApplicationRule : RepositoryRule
{
    public sealed override IEnumerable<Finding> Check(Repository repository) => repository.Deployments.All.Count + repository.Deployments.Problems.Count == 0 ? [] : CheckApplications(repository);

    protected abstract IEnumerable<Finding> CheckApplications(Repository repository);

    /// <summary>What was found while the applications were followed.</summary>
    private protected IEnumerable<Finding> Problems(DeploymentSet deployments)
    {
        foreach (var (problem, deployment) in deployments.Problems.Select(p => (p, (Deployment?)null)).Concat(deployments.All.SelectMany(d => d.Problems.Select(p => (p, (Deployment?)d)))).Where(p => p.Item1.RuleId == Info.Id))
        {
            var related = (problem.Related ?? []).Concat(deployment is null ? [] : [Named(deployment)]).Where(r => r.Span != problem.Span);
            var finding = Report(problem.Span, problem.Message, [.. related], problem.Severity, problem.Confidence, problem.Effect, problem.Help);
            yield return deployment is null ? finding : finding with { Object = deployment.Object?.Reference, Units = deployment.Unit is { } unit ? [unit.Name] : [] };
        }
    }

    /// <summary>The place that names an application.</summary>
    private protected static RelatedSpan Named(Deployment deployment) => new(deployment.Span, "application");

    /// <summary>A finding with the units of the applications that it is about.</summary>
    private protected static Finding Of(Finding finding, params Deployment[] deployments) => finding with { Units = [.. deployments.Select(d => d.Unit?.Name).OfType<string>().Distinct()] };
}

/// <summary>A rule whose findings are made while the applications are followed.</summary>
public abstract class ApplicationProblemRule : ApplicationRule
{
    protected sealed override IEnumerable<Finding> CheckApplications(Repository repository) => Problems(repository.Deployments);
}
