using System.Text;
using SvcLint.Kubernetes;

namespace SvcLint.Core.Tests.Kubernetes;

public class Sha256Tests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(55)]
    [InlineData(56)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(119)]
    [InlineData(120)]
    [InlineData(1000)]
    public void Equals_the_platforms(int length)
    {
        var data = Encoding.ASCII.GetBytes(new string('a', length));
        Assert.Equal(System.Security.Cryptography.SHA256.HashData(data), Sha256.Hash(data));
    }
}
