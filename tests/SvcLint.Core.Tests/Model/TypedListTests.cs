namespace SvcLint.Core.Tests.Model;

/// <summary>What "kubectl get -o yaml" and API clients write: lists whose items leave out what the list's kind says.</summary>
public sealed class TypedListTests
{
    [Theory]
    [InlineData("v1", "ServiceList", "", "v1 Service web")]
    [InlineData("apps/v1", "DeploymentList", "", "apps/v1 Deployment web")]
    [InlineData("v1", "PodList", "kind: Pod, ", "v1 Pod web")]
    [InlineData("v1", "List", "apiVersion: apps/v1, kind: Deployment, ", "apps/v1 Deployment web")]
    [InlineData("v1", "List", "", null)]
    public void Items_are_what_the_list_says(string apiVersion, string kind, string own, string? expected)
    {
        var objects = Manifests.Objects($"apiVersion: {apiVersion}\nkind: {kind}\nitems:\n  - {{{own}metadata: {{name: web}}}}\n");
        Assert.Equal(expected is null ? [] : [expected], objects.Select(o => $"{o.ApiVersion.Value} {o.Kind.Value} {o.Name}"));
    }

    [Fact]
    public void Each_item_has_a_place_of_its_own()
    {
        var objects = Manifests.Objects("apiVersion: v1\nkind: ServiceList\nitems:\n  - metadata: {name: a}\n  - metadata: {name: b}\n");
        Assert.Equal(2, objects.Select(o => o.Kind.Span).Distinct().Count());
        Assert.All(objects, o => Assert.True(o.Kind.IsDefault));
    }
}
