<?php

declare(strict_types=1);

// Fourth part of the administration page: the frame of the list of people. The rows come from the server as text, by the script.

/** @var \OCP\IL10N $l */
/** @var array $_ */
?>
<section class="section" id="countersign-people" aria-labelledby="countersign-people-title">
	<h2 id="countersign-people-title"><?php p($l->t('People')); ?></h2>
	<form class="countersign-filters" role="search">
		<label><span><?php p($l->t('Search')); ?></span><input type="search" name="search" autocomplete="off" placeholder="<?php p($l->t('Name, user name or email')); ?>"></label>
		<label><span><?php p($l->t('Group')); ?></span><input type="text" name="group" autocomplete="off" list="countersign-people-groups" placeholder="<?php p($l->t('All groups')); ?>"><datalist id="countersign-people-groups"></datalist></label>
		<label><span><?php p($l->t('Show')); ?></span><select name="filter">
			<option value="all"><?php p($l->t('Everybody')); ?></option>
			<option value="with"><?php p($l->t('With an ID')); ?></option>
			<option value="without"><?php p($l->t('Without an ID')); ?></option>
			<option value="missing"><?php p($l->t('Second factor demanded, and none by Countersign')); ?></option>
		</select></label>
	</form>
	<div class="countersign-tools">
		<div class="countersign-batch" role="group" aria-label="<?php p($l->t('For all who are selected')); ?>">
			<span class="countersign-selected" role="status"></span>
			<button type="button" data-action="pattern"><?php p($l->t('Assign by pattern')); ?></button>
			<button type="button" data-action="enable"><?php p($l->t('Switch on')); ?></button>
			<button type="button" data-action="disable"><?php p($l->t('Switch off')); ?></button>
			<button type="button" data-action="forget"><?php p($l->t('Forget phones')); ?></button>
			<button type="button" data-action="unlink"><?php p($l->t('Take the ID away')); ?></button>
		</div>
		<div class="countersign-files">
			<label class="button countersign-file"><?php p($l->t('Import CSV')); ?><input type="file" name="csv" accept=".csv,text/csv,text/plain" class="hidden-visually"></label>
			<button type="button" name="export"><?php p($l->t('Export CSV')); ?></button>
		</div>
	</div>
	<div class="countersign-notice" role="status"></div>
	<table class="countersign-people">
		<caption class="hidden-visually"><?php p($l->t('People and their Countersign IDs')); ?></caption>
		<thead><tr>
			<th scope="col"><label><input type="checkbox" name="all"><span class="countersign-all"><?php p($l->t('Select all who are shown')); ?></span></label></th>
			<th scope="col"><?php p($l->t('Name')); ?></th>
			<th scope="col"><?php p($l->t('User name')); ?></th>
			<th scope="col"><?php p($l->t('Directory')); ?></th>
			<th scope="col"><?php p($l->t('Countersign ID')); ?></th>
			<th scope="col"><?php p($l->t('State')); ?></th>
			<th scope="col"><?php p($l->t('Demanded')); ?></th>
			<th scope="col"><span class="hidden-visually"><?php p($l->t('What to do')); ?></span></th>
		</tr></thead>
		<tbody></tbody>
	</table>
	<p class="countersign-empty" hidden></p>
	<div class="countersign-buttons">
		<button type="button" name="more" hidden><?php p($l->t('Show more')); ?></button>
		<button type="button" name="saveAll" class="primary" hidden></button>
	</div>
</section>
