-- Names what is about to be committed, so that it can be found if the answer is lost.
CALL lake.set_commit_message('caomu', $mark)
