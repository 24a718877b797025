INSERT INTO plan.build BY NAME FROM build
