create table if not exists spring_orders (id bigint primary key, item varchar(40) not null);
insert into spring_orders values
    (1, 'lamp'), (2, 'chair'), (3, 'table'), (4, 'desk'), (5, 'shelf'), (6, 'sofa'), (7, 'bed'), (8, 'mirror'), (9, 'rug'), (10, 'clock'),
    (11, 'lamp'), (12, 'chair'), (13, 'table'), (14, 'desk'), (15, 'shelf'), (16, 'sofa'), (17, 'bed'), (18, 'mirror'), (19, 'rug'), (20, 'clock')
    on conflict do nothing;
