using SvcLint.Rules;
using SvcLint.Text;

namespace SvcLint.Core.Tests.Cluster;

/// <summary>Values with a colon that are no addresses, though a Service has the name.</summary>
public sealed class ConfiguredImageTests
{
    [Theory]
    [InlineData("env: [{name: REDIS_IMAGE, value: 'redis:7'}]", false)]
    [InlineData("env: [{name: RELATED_IMAGE_redis, value: 'redis:6380'}]", false)]
    [InlineData("env: [{name: redisImage, value: 'redis:7'}]", false)]
    [InlineData("env: [{name: BASE, value: 'redis:7.2'}, {name: SAME, value: 'redis:7'}]", false)]
    [InlineData("args: ['--image=redis:7', '--redis-image', 'redis:8']", false)]
    [InlineData("env: [{name: BASIC_AUTH, value: 'redis:1234'}]", false)]
    [InlineData("env: [{name: REDIS_VERSION, value: 'redis:7'}]", false)]
    [InlineData("env: [{name: IMAGE_SERVICE_ADDR, value: 'redis:7000'}]", true)]
    [InlineData("env: [{name: REDIS, value: 'redis:6380'}]", true)]
    [InlineData("env: [{name: SESSION_IMAGE, value: 'redis://redis:6380'}]", true)]
    [InlineData("args: ['--image', '--redis', 'redis:6380']", true)]
    public void An_image_or_a_credential_is_no_address(string container, bool isAddress)
    {
        var yaml = $$$"""
            apiVersion: v1
            kind: Service
            metadata: {name: redis}
            spec: {selector: {app: redis}, ports: [{port: 6379}]}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: redis, labels: {app: redis}}
            spec: {containers: [{name: c, image: "redis:7", ports: [{containerPort: 6379}]}]}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: app}
            spec: {containers: [{name: c, image: app, {{{container}}} }]}
            """;
        var result = Linter.Lint([Linter.Parse(new SourceText("a.yaml", yaml))], new LintOptions());
        Assert.Equal(isAddress, result.Findings.Any(f => f.Rule.Id == "SVC2020"));
    }
}
