using SvcLint.Text;

namespace SvcLint.Reachability.Policies;

/// <summary>What policies may have decided about one connection so far: where a rule may match or not, both ways stay open.</summary>
internal sealed class ConnectionVerdicts
{
    private (string Text, SourceSpan? Span)? _allowed;
    private (string Text, SourceSpan? Span)? _denied;
    private (string Text, SourceSpan? Span)? _doubt;
    private bool _mayPass;

    /// <summary>No policy has surely decided.</summary>
    public bool IsOpen { get; private set; } = true;

    public ConnectionVerdicts Copy() => (ConnectionVerdicts)MemberwiseClone();

    /// <summary>A rule of a tier matches: surely, or perhaps.</summary>
    public void Apply(RuleAction action, bool isSure, string text, SourceSpan? span)
    {
        switch (action)
        {
            case RuleAction.Allow:
                _allowed ??= (text, span);
                break;
            case RuleAction.Deny:
                _denied ??= (text, span);
                break;
            default:
                _mayPass = true;
                break;
        }

        if (isSure)
        {
            IsOpen = false;
        }
        else
        {
            _doubt ??= (text, span);
        }
    }

    /// <summary>NetworkPolicies decide finally where they surely isolate the pod.</summary>
    public void Decide(PolicyDecision decision, bool isSure)
    {
        if (decision.Answer != PolicyAnswer.Denied)
        {
            _allowed ??= (decision.Why, decision.Span);
        }

        if (decision.Answer != PolicyAnswer.Allowed)
        {
            _denied ??= (decision.Why, decision.Span);
        }

        if (decision.Answer == PolicyAnswer.Unknown || !isSure)
        {
            _doubt ??= (decision.Why, decision.Span);
        }

        IsOpen = !isSure;
    }

    /// <summary>Policies of one priority: where they disagree, either may win.</summary>
    public void Take(IReadOnlyList<ConnectionVerdicts> alternatives, string conflict, SourceSpan span)
    {
        var differ = alternatives.Select(a => (a._allowed is null, a._denied is null, a._mayPass)).Where(a => a is not (true, true, false)).Distinct().Count() > 1;
        foreach (var one in alternatives)
        {
            _allowed ??= one._allowed;
            _denied ??= one._denied;
            _mayPass |= one._mayPass;
            _doubt ??= one._doubt;
        }

        IsOpen = alternatives.All(a => a.IsOpen);
        _doubt ??= differ ? (conflict, span) : null;
    }

    /// <summary>Whatever a tier left open or passed on meets the next.</summary>
    public void EndTier()
    {
        IsOpen |= _mayPass;
        _mayPass = false;
    }

    /// <param name="otherwise">Why it passes where no policy decides.</param>
    public PolicyDecision Result(string otherwise)
    {
        var allowed = _allowed ?? (IsOpen ? (otherwise, null) : null);
        return (allowed, _denied) switch
        {
            ({ } a, null) => new PolicyDecision(PolicyAnswer.Allowed, a.Text, a.Span),
            (null, { } d) => new PolicyDecision(PolicyAnswer.Denied, d.Text, d.Span),
            _ when (_doubt ?? _denied) is { } why => new PolicyDecision(PolicyAnswer.Unknown, why.Text, why.Span),
            _ => new PolicyDecision(PolicyAnswer.Allowed, otherwise),
        };
    }
}
