"""The lifelong record: trainings, results, certificates, subsidies, summary documents and their verification."""
