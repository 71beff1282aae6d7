from cms.privacy.registry import nothing

nothing("demo.BuiltStage")
