"""What a provider is like beside the alliance: who stays, who improves, and how ratings are weighed."""
